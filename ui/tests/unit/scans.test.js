// Where scans go: to the door, once each, and to the lamp only if a scanner was heard.

import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';

let clock = 10_000;

before(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => clock);
  // The scanners that do not type have no news.
  globalThis.__TAURI_INTERNALS__ = { invoke: () => new Promise(() => undefined) };
});
after(() => mock.reset());

const settled = () => new Promise((done) => setImmediate(done));

async function desk() {
  const { Scans } = await import('../../src/input/scans.js');
  const told = { door: [], heard: 0, pulses: 0, field: 'typed' };
  /** Whose answer is shown, and what the door answers with. */
  const at = { shown: '', answer: async () => true };
  const parts = {
    settings: { isTesting: false, scanner: {} },
    field: { get text() { return told.field; }, set text(text) { told.field = text; } },
    foot: { heard: () => (told.heard += 1), devicesAre: () => undefined },
    camera: { follow: () => undefined },
    toast: {},
    undoing: {},
  };
  const scans = new Scans({ scanners: {} }, parts, {
    refuses: () => false,
    forgetScanned: async () => undefined,
    inSettings: () => false,
    toSettings: () => undefined,
    toDoor: (text) => {
      told.door.push(text);
      return at.answer(text);
    },
    again: (text) => {
      const isShown = text === at.shown;
      if (isShown) told.pulses += 1;
      return isShown;
    },
    reprint: () => false,
    broke: () => undefined,
  });
  const scan = async (text) => {
    scans.take(text, [], { pace: 8, ending: 'enter' });
    await settled();
  };
  return { scans, told, at, scan };
}

test('another guest\'s answer is not the one of the code that was scanned again', async () => {
  const { told, at, scan } = await desk();
  await scan('A');
  at.shown = 'A';
  at.answer = async () => false;
  await scan('B');
  at.answer = async () => true;
  clock += 500;
  await scan('B');
  assert.deepEqual(told.door, ['A', 'B', 'B'], 'the call broke, and the guest is tried again');
  assert.equal(told.pulses, 0);
  at.shown = 'B';
  await scan('B');
  assert.deepEqual(told.door, ['A', 'B', 'B']);
  assert.equal(told.pulses, 1);
  // Somebody else was checked in by hand meanwhile.
  at.shown = 'C';
  await scan('B');
  assert.deepEqual(told.door.at(-1), 'B');
  assert.equal(told.pulses, 1);
});

test('a guest whose call broke is tried again even while an earlier answer of theirs is shown', async () => {
  const { told, at, scan } = await desk();
  await scan('A');
  at.shown = 'A';
  clock += 10_000;
  at.answer = async () => false;
  await scan('A');
  at.answer = async () => true;
  clock += 500;
  await scan('A');
  assert.deepEqual(told.door, ['A', 'A', 'A']);
  assert.equal(told.pulses, 0);
});

test('a code that is scanned again while its answer is on its way is asked for once', async () => {
  const { told, at, scan } = await desk();
  let give = () => undefined;
  at.answer = () => new Promise((done) => { give = done; });
  at.shown = 'someone before';
  await scan('A');
  clock += 50;
  await scan('A');
  assert.deepEqual(told.door, ['A'], 'or the guest would be said to have come before');
  assert.equal(told.pulses, 0, 'and nobody else is pulsed');
  give(true);
  await settled();
});

test('the same code from another scanner is another scan', async () => {
  const { scans, told, at, scan } = await desk();
  await scan('A');
  at.shown = 'A';
  scans.seen('A', '/dev/ttyACM0');
  scans.seen('A', 'camera');
  await settled();
  assert.deepEqual(told.door, ['A', 'A', 'A']);
  scans.seen('A', 'camera');
  assert.equal(told.pulses, 1);
});

test('a code that somebody typed is no word of the scanner', async () => {
  const { scans, told, scan } = await desk();
  scans.takeTyped('WEB-2017-00418-K');
  scans.takeCode('WEB-2017-00419-K');
  await settled();
  assert.deepEqual(told.door, ['WEB-2017-00418-K', 'WEB-2017-00419-K']);
  assert.equal(told.heard, 0, 'the scanner may be dead, and the lamp must not be green');
  await scan('A');
  assert.equal(told.heard, 1);
});

test('the lines of a visiting card are one scan, also where the keyboards disagree and where its end never comes', async () => {
  const { told, scan } = await desk();
  const card = ['BEGINÆVCARD', 'VERSIONÆ3.0', 'NÆLindÅAnna', 'ENDÆVCARD'];
  for (const line of card) await scan(line);
  assert.deepEqual(told.door, [card.join('\n')]);
  await scan('WEB-4711');
  assert.equal(told.door.at(-1), 'WEB-4711', 'what comes behind it is a scan of its own');
  told.door.length = 0;
  for (const line of card.slice(0, 3)) await scan(line);
  assert.deepEqual(told.door, [], 'it is waited for');
  mock.timers.tick(500);
  assert.deepEqual(told.door, [card.slice(0, 3).join('\n')]);
});
