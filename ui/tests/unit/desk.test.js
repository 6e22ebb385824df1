import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

const INFO = { title: 'x', timeZone: 'UTC', ticketTypes: [{ id: 'guest', name: 'Deltager' }], questions: [] };
const COUNTS = { listed: 240, arrived: 143, inside: 143 };
const PRINTING = { folder: 'x', waiting: 0, sent: 0, unknown: [], failed: [] };

/** A kiosk that answers what it is told to, or not at all. */
const kiosk = { changes: 1, arrived: 143, silent: false, calls: [] };
globalThis.__TAURI_INTERNALS__ = {
  invoke: async (name, { params }) => {
    kiosk.calls.push([name, params]);
    if (kiosk.silent) throw { code: 'unexpected', message: 'x', hint: '' };
    if (name === 'programme') return { sessions: [] };
    if (name === 'latest') return { latest: [] };
    const news = params.known !== kiosk.changes;
    return { now: '', changes: kiosk.changes, ...(news ? { counts: { ...COUNTS, arrived: kiosk.arrived }, printing: PRINTING } : {}) };
  },
};

const { Desk } = await import('../../src/desk.js');

test('the counter follows the event, and a silent event is no quiet one', async () => {
  let now = 0;
  mock.method(performance, 'now', () => now);
  const desk = new Desk(INFO);
  const told = [];
  for (const news of ['counts', 'silent']) desk.on(news, () => told.push(news));
  await desk.refresh();
  assert.equal(desk.counts.arrived, 143);
  assert.deepEqual(told, ['counts']);

  await desk.refresh();
  assert.deepEqual(told, ['counts'], 'nothing changed, nothing is told');
  assert.equal(kiosk.calls.at(-1)[1].known, 1, 'it asks only for what is new');

  Object.assign(kiosk, { changes: 2, arrived: 144 });
  await desk.refresh();
  assert.equal(desk.counts.arrived, 144);

  kiosk.silent = true;
  await desk.refresh();
  assert.equal(desk.silent, false, 'one answer that is late is no silence');
  now = 5000;
  await desk.refresh();
  assert.equal(desk.silent, true);
  assert.deepEqual(told, ['counts', 'counts', 'silent']);

  kiosk.silent = false;
  await desk.refresh();
  assert.equal(desk.silent, false, 'it is heard again');
  mock.restoreAll();
});

test('questions asked at once are one question, and the last of them gets a fresh answer', async () => {
  const desk = new Desk(INFO);
  kiosk.calls.length = 0;
  await Promise.all([desk.refresh(), desk.refresh(), desk.refresh()]);
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(kiosk.calls.filter(([name]) => name === 'deskState').length, 2);
});

test('calls that change something wait for one another and carry a nonce; others do neither', async () => {
  const { call } = await import('../../src/host.js');
  const order = [];
  const was = globalThis.__TAURI_INTERNALS__.invoke;
  globalThis.__TAURI_INTERNALS__.invoke = async (name, { params }) => {
    order.push(`${name} begins`);
    await new Promise((done) => setTimeout(done, name === 'checkIn' ? 20 : 1));
    order.push(`${name} ends`);
    if (params.attendee === 'broken') throw { code: 'busy', message: 'x', hint: 'y' };
    return params;
  };
  const [first, second] = await Promise.all([call('checkIn', { attendee: 'a' }), call('undo', { record: 'r', reason: 'x' })]);
  assert.deepEqual(order, ['checkIn begins', 'checkIn ends', 'undo begins', 'undo ends']);
  assert.notEqual(first.nonce, second.nonce);
  assert.match(first.nonce, /^[0-9a-f-]{36}$/);
  assert.equal((await call('getAttendee', { attendee: 'a' })).nonce, undefined);
  await assert.rejects(call('checkIn', { attendee: 'broken' }), { code: 'busy' });
  await call('undo', { record: 'r', reason: 'x' });
  assert.equal(order.at(-1), 'undo ends', 'one that broke does not stop the next');
  globalThis.__TAURI_INTERNALS__.invoke = was;
});
