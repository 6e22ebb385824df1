import assert from 'node:assert/strict';
import { test } from 'node:test';

import { GONE_MS, Sightings } from '../../src/input/sightings.js';

test('a code under the camera is one scan until it has left the picture', () => {
  const sightings = new Sightings();
  assert.deepEqual(sightings.take(['A'], 0), ['A']);
  for (let at = 100; at < 10_000; at += 100) assert.deepEqual(sightings.take(['A'], at), [], `still there at ${at}`);
  assert.deepEqual(sightings.take([], 10_000), []);
  assert.deepEqual(sightings.take(['A'], 9900 + GONE_MS), [], 'glare hid it for a moment');
  assert.deepEqual(sightings.take(['A'], 9901 + 2 * GONE_MS), ['A'], 'it was away');
});

test('two codes in one picture are two scans, and another guest does not wait for the first', () => {
  const sightings = new Sightings();
  assert.deepEqual(sightings.take(['A', 'B', 'A'], 0), ['A', 'B']);
  assert.deepEqual(sightings.take(['B', 'C'], 100), ['C']);
});

test('so many codes are remembered and no more', () => {
  const sightings = new Sightings();
  const many = Array.from({ length: 100 }, (_, n) => `code ${n}`);
  assert.equal(sightings.take(many, 0).length, 100);
  assert.equal(sightings.take(many, 10).length, 68, '32 are remembered');
  sightings.clear();
  assert.equal(sightings.take(['code 0'], 20).length, 1);
});
