// The camera on a page that has none: pictures that come late, and what becomes of them. A real one is in `src-tauri/tests/window`.

import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';

/** What is asked of the camera waits until the test gives it. @type {{ give: (stream: object) => void, fail: () => void, wanted: string | undefined }[]} */
let asked = [];
/** Frames that are being read. @type {((texts: string[]) => void)[]} */
let reading = [];

function stream() {
  const track = new EventTarget();
  track.stopped = false;
  track.stop = () => { track.stopped = true; };
  return { track, getTracks: () => [track], getVideoTracks: () => [track] };
}

before(() => {
  const context = { drawImage: () => undefined, getImageData: () => ({ data: new Uint8Array(16) }) };
  Object.assign(globalThis, {
    document: { createElement: (name) => (name === 'video' ? { videoWidth: 2, videoHeight: 2, currentTime: 0, srcObject: null, play: async () => undefined } : { getContext: () => context }) },
    __TAURI_INTERNALS__: { invoke: () => new Promise((done) => reading.push(done)) },
  });
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: { userAgent: '', mediaDevices: { getUserMedia: ({ video }) => new Promise((give, no) => asked.push({ give, fail: () => no(new Error('busy')), wanted: video.deviceId?.exact })) } },
  });
  mock.timers.enable({ apis: ['setInterval'] });
});
after(() => mock.reset());

/** Lets everything happen that has been waited for. */
const settled = () => new Promise((done) => setImmediate(done));

async function camera() {
  const { Camera } = await import('../../src/input/camera.js');
  asked = [];
  reading = [];
  const told = { read: [], states: [] };
  const one = new Camera({ read: (text) => told.read.push(text), changed: () => told.states.push(one.state) });
  const frame = async () => {
    one.video.currentTime += 1;
    mock.timers.tick(100);
    await settled();
  };
  return { one, told, frame };
}

test('a camera that is turned off while it opens is let go of when it comes', async () => {
  const { one, told, frame } = await camera();
  one.start('');
  one.stop();
  const late = stream();
  asked[0].give(late);
  await settled();
  assert.equal(late.track.stopped, true, 'its lamp would burn on');
  await frame();
  assert.equal(reading.length, 0, 'nothing is read');
  assert.deepEqual([one.state, one.video.srcObject], ['off', null]);
  assert.deepEqual(told.states, ['starting', 'off']);
});

test('of two cameras that are chosen one after the other only the last one runs', async () => {
  const { one, told, frame } = await camera();
  const [a, b] = [stream(), stream()];
  one.start('a');
  one.start('b');
  asked[1].give(b);
  await settled();
  asked[0].give(a);
  await settled();
  assert.deepEqual([a.track.stopped, b.track.stopped], [true, false]);
  assert.equal(one.video.srcObject, b);
  await frame();
  assert.equal(one.state, 'ready');
  assert.equal(reading.length, 1, 'one clock and not two');
  a.track.dispatchEvent(new Event('ended'));
  assert.equal(one.state, 'ready', 'the first one does not speak for it');
  b.track.dispatchEvent(new Event('ended'));
  assert.deepEqual(told.states, ['starting', 'ready', 'gone']);
});

test('a frame that is read after the camera was turned off checks nobody in', async () => {
  const { one, told, frame } = await camera();
  one.start('');
  asked[0].give(stream());
  await settled();
  await frame();
  one.stop();
  reading[0](['AK1']);
  await settled();
  assert.deepEqual(told.read, []);
  one.start('');
  asked[1].give(stream());
  await settled();
  await frame();
  reading[1](['AK1']);
  await settled();
  assert.deepEqual(told.read, ['AK1'], 'on again, it is heard');
});

test('a camera that is away is tried again without a word until it is there', async () => {
  const { one, told, frame } = await camera();
  one.start('');
  asked[0].fail();
  await settled();
  assert.deepEqual(told.states, ['starting', 'gone']);
  for (let time = 1; time < 4; time += 1) {
    one.start('', { quietly: true });
    assert.equal(one.isOpening, true);
    asked[time].fail();
    await settled();
    assert.equal(one.isOpening, false);
  }
  assert.deepEqual(told.states, ['starting', 'gone'], 'lamp and picture do not flicker');
  one.start('', { quietly: true });
  asked[4].give(stream());
  await settled();
  await frame();
  assert.deepEqual(told.states, ['starting', 'gone', 'ready']);
});
