import assert from 'node:assert/strict';
import { test } from 'node:test';

import { GONE_FRAMES, GONE_MS, Sightings } from '../../src/input/sightings.js';

test('a code under the camera is one scan until it has left the picture', () => {
  const sightings = new Sightings();
  assert.deepEqual(sightings.take(['A'], 0), ['A']);
  let at = 0;
  const frames = (n, texts, ms = 100) => Array.from({ length: n }, () => sightings.take(texts, (at += ms))).flat();
  assert.deepEqual(frames(100, ['A']), [], 'still there');
  assert.deepEqual(frames(GONE_FRAMES, []), []);
  assert.deepEqual(frames(1, ['A']), [], 'glare hid it for a moment');
  assert.deepEqual(frames(GONE_MS / 100 + 1, []), []);
  assert.deepEqual(frames(1, ['A']), ['A'], 'it was away');
});

test('on a slow computer a code has not left the picture before every way to read it was tried', () => {
  const sightings = new Sightings();
  // Two frames a second, and one way in fourteen alone reads a hard code.
  const read = [];
  for (let frame = 0; frame < 70; frame += 1) read.push(...sightings.take(frame % 14 ? [] : ['hard'], frame * 500));
  assert.deepEqual(read, ['hard'], 'one guest, however long');
  for (let frame = 0; frame < GONE_FRAMES; frame += 1) sightings.take([], 35_000 + frame * 500);
  assert.deepEqual(sightings.take(['hard'], 60_000), ['hard'], 'it was away');
});

test('two codes in one picture are two scans, and another guest does not wait for the first', () => {
  const sightings = new Sightings();
  assert.deepEqual(sightings.take(['A', 'B', 'A'], 0), ['A', 'B']);
  assert.deepEqual(sightings.take(['B', 'C'], 100), ['C']);
});

test('so many codes are remembered, and others do not come anew with every frame', () => {
  const sightings = new Sightings();
  const many = Array.from({ length: 100 }, (_, n) => `code ${n}`);
  assert.equal(sightings.take(many, 0).length, 32);
  for (let frame = 1; frame < 50; frame += 1) assert.deepEqual(sightings.take(many, frame * 100), []);
  sightings.clear();
  assert.equal(sightings.take(['code 0'], 20).length, 1);
});
