import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LOW_PERCENT, QUIET_MS, STUCK_MS, cameraLamp, deviceLamp, deviceSigns, powerLamp, printerLamps, scannerLamp, worstFirst } from '../../src/shell/lamps.js';

const NOW = 10_000_000;
const printing = { waiting: 0, sent: 0, unknown: 0, failed: 0, since: null };
const signs = { printers: [], off: false, now: NOW, inFront: true, lastScan: NOW - 1000, printing, silent: false, computer: null, camera: 'off', devices: deviceSigns([], false) };

test('the scanner is ready only while it is heard and the window gets its keys', () => {
  assert.equal(scannerLamp(signs).kind, 'go');
  assert.equal(scannerLamp({ ...signs, lastScan: null }).kind, 'off', 'no scan has come yet: the cable may be out');
  assert.equal(scannerLamp({ ...signs, lastScan: NOW - QUIET_MS }).kind, 'off', 'none for half an hour');
  assert.equal(scannerLamp({ ...signs, inFront: false }).kind, 'stop', 'another window is in front and takes the keys');
});

const printerLamp = (signs) => printerLamps(signs)[0];

test('the folder is ready only while it is known to be', () => {
  assert.equal(printerLamp(signs).kind, 'go');
  assert.equal(printerLamp({ ...signs, printing: null }).kind, 'unknown', 'nothing was heard of it yet');
  assert.equal(printerLamp({ ...signs, silent: true }).kind, 'unknown', 'the event does not answer');
  assert.equal(printerLamp({ ...signs, printing: { ...printing, failed: 1 } }).kind, 'stop', 'a badge did not come');
  assert.equal(printerLamp({ ...signs, printing: { ...printing, unknown: 1 } }).kind, 'unknown', 'nobody knows whether it came');
  const waiting = { ...printing, waiting: 1, since: NOW - STUCK_MS };
  assert.equal(printerLamp({ ...signs, printing: waiting }).kind, 'go', 'a badge is on its way');
  assert.equal(printerLamp({ ...signs, printing: { ...waiting, since: NOW - STUCK_MS - 1 } }).kind, 'unknown', 'for too long');
  assert.equal(printerLamp({ ...signs, printing: { ...waiting, waiting: 0, sent: 1, since: NOW - STUCK_MS - 1 } }).kind, 'unknown', 'sent, and silence since');
});

const a = { id: 'a', name: 'Printer A', state: 'ready', isLow: false, isFirst: true };
const b = { ...a, id: 'b', name: 'Printer B', isFirst: false };
const lampsOf = (printers, more = {}) => printerLamps({ ...signs, printers, ...more }).map(({ id, kind, text }) => `${id} ${kind} ${text}`);

test('a printer is green only while it has said that it is well', () => {
  assert.deepEqual(lampsOf([a, b]), ['printer.a go Printer A klar'], 'the others are told of when something is the matter');
  assert.deepEqual(lampsOf([{ ...a, state: 'paperOut' }, b]), ['printer.a stop Printer A mangler papir']);
  assert.deepEqual(lampsOf([{ ...a, state: 'coverOpen' }]), ['printer.a stop Printer A er åben']);
  assert.deepEqual(lampsOf([a, { ...b, state: 'silent' }]), ['printer.a go Printer A klar', 'printer.b unknown Printer B svarer ikke']);
  // The cable is out; it answers nonsense; it was never asked; a state that this page does not know.
  for (const state of ['unreachable', 'garbled', 'brokeOff', 'somethingNew']) assert.equal(printerLamps({ ...signs, printers: [{ ...a, state }] })[0].kind, 'unknown', state);
  assert.equal(printerLamps({ ...signs, printers: [{ ...a, state: 'starting' }] })[0].kind, 'off', 'not asked yet');
  assert.equal(printerLamps({ ...signs, printers: [{ ...a, state: 'paused' }] })[0].kind, 'decide');
});

test('what a printer said before is not shown as what it says now', () => {
  assert.deepEqual(lampsOf([a], { silent: true }), ['printer unknown Printer A svarer ikke'], 'nobody tells any more: the green of before may be stale');
  const since = NOW - STUCK_MS - 1;
  assert.deepEqual(lampsOf([a], { printing: { ...printing, waiting: 2, since } }), ['printer unknown 2 skilte venter', 'printer.a go Printer A klar'], 'it says that it is well, and nothing comes out');
  assert.deepEqual(lampsOf([{ ...a, state: 'paperOut' }], { printing: { ...printing, waiting: 2, since } }), ['printer.a stop Printer A mangler papir'], 'it is known why they wait');
});

test('a badge that is asked about or failed has its lamp beside those of the printers', () => {
  assert.deepEqual(lampsOf([a], { printing: { ...printing, unknown: 1 } }), ['printer unknown Kom 1 skilte?', 'printer.a go Printer A klar']);
  assert.deepEqual(lampsOf([a], { printing: { ...printing, failed: 2 } }), ['printer stop 2 skilte kom ikke', 'printer.a go Printer A klar']);
});

test('where no printer is used the lamp says so, and not that badges are saved', () => {
  assert.deepEqual(lampsOf([], { off: true }), ['printer off Printer bruges ikke her']);
});

test('a roll that is nearly used up is told before it is', () => {
  assert.deepEqual(lampsOf([{ ...a, left: 12, isLow: true }]), ['printer.a decide Printer A: 12 skilte']);
  assert.deepEqual(lampsOf([{ ...a, isLow: true }]), ['printer.a decide Printer A har få skilte'], 'it does not count them');
  assert.deepEqual(lampsOf([{ ...a, left: 300 }]), ['printer.a go Printer A klar · 300 skilte']);
});

test('what is wrong stands first', () => {
  const kinds = (...lamps) => worstFirst(lamps.map((kind) => ({ id: kind, kind, text: '' }))).map((lamp) => lamp.kind);
  assert.deepEqual(kinds('go', 'stop'), ['stop', 'go']);
  assert.deepEqual(kinds('off', 'unknown'), ['unknown', 'off']);
  assert.deepEqual(kinds('off', 'go'), ['off', 'go'], 'nothing jumps while all is well');
});

test('a scanner of one\'s own choice is ready only while it is read, and nothing is said where there is none', () => {
  const lamp = (states, silent = false) => deviceLamp({ ...signs, devices: deviceSigns(Object.entries(states).map(([id, state]) => ({ id, state })), silent) }).map(({ kind, text }) => `${kind} ${text}`)[0];
  assert.equal(lamp({}), undefined);
  assert.equal(lamp({}, true), undefined);
  assert.equal(lamp({ '/dev/ttyACM0': 'ready' }), 'go ttyACM0 klar', 'which one is alive');
  assert.equal(lamp({ '/dev/ttyACM0': 'ready', '05e0:1200 usb-1.2/input0 Symbol Scanner': 'ready' }), 'go ttyACM0, Symbol Scanner klar');
  assert.equal(lamp({ '/dev/ttyACM0': 'ready', '05e0:1200 - Symbol Technologies Bar Code Scanner': 'ready' }), 'go 2 valgte skannere klar', 'too long for a lamp');
  assert.match(lamp({ '05e0:1200 - Symbol Technologies Bar Code Scanner': 'ready' }), /^go Symbol Technologies .*… klar$/);
  assert.equal(lamp({ '/dev/ttyACM0': 'starting' }), 'off ttyACM0 åbner', 'not known to be heard yet');
  assert.equal(lamp({ '/dev/ttyACM0': 'ready', '/dev/ttyACM1': 'starting' }), 'off ttyACM1 åbner');
  assert.equal(lamp({ '/dev/ttyACM0': 'gone', '/dev/ttyACM1': 'ready', '/dev/ttyACM2': 'starting' }), 'stop Skanner væk: ttyACM0', 'one of them was pulled out');
  assert.equal(lamp({ '/dev/ttyACM0': 'ready' }, true), 'unknown Valgte skannere: ukendt', 'nobody answers how they are');
});

test('a camera is ready only while its picture moves, and has no lamp while it is off', () => {
  const lamp = (camera) => cameraLamp({ ...signs, camera })[0]?.kind;
  assert.equal(lamp('off'), undefined);
  assert.equal(lamp('starting'), 'off');
  assert.equal(lamp('ready'), 'go');
  assert.equal(lamp('gone'), 'stop');
});

test('a computer that runs on its battery says so, and one that does not say says nothing', () => {
  const on = (/** @type {Partial<import('../../types/shell.js').Computer>} */ computer) => powerLamp({ ...signs, computer: { awake: true, bright: true, ...computer } });
  assert.deepEqual(powerLamp(signs), [], 'not known');
  assert.deepEqual(on({ percent: 3 }), [], 'no word of mains');
  assert.deepEqual(on({ mains: true, percent: 3 }), [], 'it is being filled');
  assert.equal(on({ mains: false, percent: LOW_PERCENT + 1 })[0]?.kind, 'decide');
  assert.equal(on({ mains: false, percent: LOW_PERCENT })[0]?.kind, 'stop');
  assert.equal(on({ mains: false })[0]?.kind, 'decide', 'a battery that does not say how full it is');
});
