import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LOW_PERCENT, QUIET_MS, STUCK_MS, cameraLamp, deviceLamp, powerLamp, printerLamp, scannerLamp, worstFirst } from '../../src/shell/lamps.js';

const NOW = 10_000_000;
const printing = { waiting: 0, sent: 0, unknown: 0, failed: 0, since: null };
const signs = { now: NOW, inFront: true, lastScan: NOW - 1000, printing, silent: false, computer: null, camera: 'off', devices: { away: null, ready: 0, silent: false } };

test('the scanner is ready only while it is heard and the window gets its keys', () => {
  assert.equal(scannerLamp(signs).kind, 'go');
  assert.equal(scannerLamp({ ...signs, lastScan: null }).kind, 'off', 'no scan has come yet: the cable may be out');
  assert.equal(scannerLamp({ ...signs, lastScan: NOW - QUIET_MS }).kind, 'off', 'none for half an hour');
  assert.equal(scannerLamp({ ...signs, inFront: false }).kind, 'stop', 'another window is in front and takes the keys');
});

test('the printer is ready only while it is known to be', () => {
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

test('what is wrong stands first', () => {
  const kinds = (...lamps) => worstFirst(lamps.map((kind) => ({ id: kind, kind, text: '' }))).map((lamp) => lamp.kind);
  assert.deepEqual(kinds('go', 'stop'), ['stop', 'go']);
  assert.deepEqual(kinds('off', 'unknown'), ['unknown', 'off']);
  assert.deepEqual(kinds('off', 'go'), ['off', 'go'], 'nothing jumps while all is well');
});

test('a scanner on a port is ready only while it is open, and nothing is said where there is none', () => {
  const lamp = (devices) => deviceLamp({ ...signs, devices })[0]?.kind;
  assert.equal(lamp({ away: null, ready: 0, silent: false }), undefined);
  assert.equal(lamp({ away: null, ready: 2, silent: false }), 'go');
  assert.equal(lamp({ away: '/dev/ttyACM0', ready: 1, silent: false }), 'stop', 'one of two was pulled out');
  assert.equal(lamp({ away: null, ready: 2, silent: true }), 'unknown', 'nobody answers how they are');
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
