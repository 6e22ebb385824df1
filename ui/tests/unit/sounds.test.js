import assert from 'node:assert/strict';
import { test } from 'node:test';

import { APART_MS, Sounds, TUNES } from '../../src/parts/sounds.js';

/** A sound card that writes down what it is asked for. */
class FakeContext {
  currentTime = 10;
  state = 'running';
  destination = {};
  /** @type {{ start: number, stop: number, hz: number, gain: number }[]} */
  notes = [];

  createOscillator() {
    const note = { start: 0, stop: 0, hz: 0, gain: 0 };
    this.notes.push(note);
    const set = /** @param {number} hz */ (hz) => {
      note.hz ||= hz;
    };
    return { type: '', frequency: { setValueAtTime: set, linearRampToValueAtTime: set }, connect() {}, start: (at) => (note.start = at), stop: (at) => (note.stop = at) };
  }

  createGain() {
    const note = this.notes.at(-1);
    const set = /** @param {number} gain */ (gain) => {
      note.gain = Math.max(note.gain, gain);
    };
    return { gain: { setValueAtTime: set, linearRampToValueAtTime: set }, connect() {} };
  }
}

function sounds(volume, context = new FakeContext()) {
  const flash = { className: 'edge-flash' };
  const made = new Sounds(/** @type {any} */ (flash), () => /** @type {any} */ (context));
  made.volume = volume;
  return { made, flash, context };
}

test('each kind has a rhythm of its own, whatever its pitch', () => {
  const rhythms = Object.values(TUNES).map((tune) => tune.map(({ at, ms }) => `${at}+${ms}`).join(' '));
  assert.equal(new Set(rhythms).size, 5, rhythms.join(' / '));
  const [first, second] = TUNES.go;
  assert.ok(second.hz > first.hz && first.ms === 90 && second.ms === 90, 'go: two rising notes of 90 ms');
  assert.equal(TUNES.seen[0].hz, TUNES.seen[1].hz, 'seen: one note twice');
  assert.equal(TUNES.decide.at(-1).at + TUNES.decide.at(-1).ms, 200, 'decide: 200 ms');
  assert.ok(TUNES.stop[0].ms === 300 && TUNES.stop[0].hz < 300, 'stop: low, 300 ms');
});

test('a tune is heard as loud as the desk has chosen', () => {
  const gains = ['low', 'on'].map((volume) => {
    const { made, context, flash } = sounds(volume);
    assert.equal(made.verdict('go', 1000), 'played');
    assert.equal(context.notes.length, 2);
    assert.ok(Math.abs(context.notes[1].start - 10.1) < 1e-9, 'the second note comes after the first');
    assert.equal(flash.className, 'edge-flash', 'nothing flashes');
    return context.notes[0].gain;
  });
  assert.ok(gains[0] > 0 && gains[0] < gains[1], gains.join(' < '));
});

test('never two within 400 ms', () => {
  const { made, context } = sounds('on');
  assert.equal(made.verdict('stop', 1000), 'played');
  assert.equal(made.verdict('go', 1000 + APART_MS - 1), 'kept');
  assert.equal(context.notes.length, 1);
  assert.equal(made.verdict('go', 1000 + APART_MS), 'played');
});

test('where nothing can be heard the edge of the screen is lit', () => {
  const off = sounds('off');
  assert.equal(off.made.verdict('stop', 0), 'flashed');
  assert.equal(off.flash.className, 'edge-flash stop');
  assert.equal(off.context.notes.length, 0, 'off is silent');
  const flash = { className: '' };
  const none = new Sounds(/** @type {any} */ (flash), () => null);
  assert.equal(none.verdict('go', 0), 'flashed', 'no sound card');
  const broken = new Sounds(/** @type {any} */ (flash), () => {
    throw new Error('no device');
  });
  assert.equal(broken.verdict('seen', 0), 'flashed', 'a sound card that fails');
  const asleep = sounds('on');
  Object.assign(asleep.context, { state: 'suspended', resume: async () => undefined });
  assert.equal(asleep.made.verdict('go', 0), 'flashed', 'one that does not wake');
  assert.equal(asleep.made.verdict('stop', 1000), 'flashed');
  assert.equal(asleep.context.notes.length, 2, 'nothing is saved up but the first tune');
  assert.equal(flash.className, 'edge-flash seen');
});
