// People who type are never taken for a scanner. The patterns are made, not recorded: their shape is that of published typing
// statistics (V. Dhakal, A. M. Feit, P. O. Kristensson, A. Oulasvirta: "Observations on Typing from 136 Million Keystrokes",
// CHI 2018): times between two keys that lean to the right, and roll-over, the next key pressed before the last one is let go,
// which makes pairs of keys quicker. There people need 239 ms from key to key on average and the fastest about 120, with roll-over
// in a quarter of the pairs, more for the fast. Here it is 83 ms, 12 keys a second, faster than any of those groups, with roll-over in nearly every
// second pair. Some keys are held down until they repeat.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { desk } from './fake_desk.js';

/** From one key to the next, in ms. */
const PACE = 83;
/** The part of pairs that roll over, and how much of the time they take. */
const ROLLED = 0.45;
const QUICKER = 0.75;
/** The spread of the times: the standard deviation of their logarithm. */
const SPREAD = 0.35;
/** One key in so many is held down. */
const HELD = 60;
/** A key that is held repeats after so long and then each, in ms (X11 and GTK as they come). */
const REPEAT = [500, 33];

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The keys of a text and the time before each, as quick hands press them. */
function typist(seed) {
  const roll = dice(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());
  const pause = () => {
    const share = roll() < ROLLED ? QUICKER : (1 - ROLLED * QUICKER) / (1 - ROLLED);
    return Math.max(1, Math.round(PACE * share * Math.exp(SPREAD * normal() - SPREAD ** 2 / 2)));
  };
  return (text) => [...text].flatMap((key) => {
    const keys = [{ key, wait: pause(), repeat: false }];
    if (roll() * HELD >= 1 || key === ' ') return keys;
    const times = 2 + Math.floor(roll() * 12);
    return [...keys, ...Array.from({ length: times }, (_, n) => ({ key, wait: REPEAT[n && 1], repeat: true }))];
  }).concat({ key: '', wait: pause(), repeat: false });
}

const TEXTS = [
  'kim kjær nielsen', 'nienke de vries', 'karen bøgelund', 'anne-sofie nørregaard', 'niels aagaard', 'jørgen fra østerbro', 'egehavn kommune',
  'lone.hansen2@firma.example', 'ordre 20417-118', 'web-2017-00418-k', 'SLF-093-2', 'nordisk biblioteksforening 2017',
];
const TIMES = 30;

for (const gap of [undefined, 45, 60]) {
  for (const place of ['field', 'form']) {
    test(`twelve keys a second are no scan in the ${place}, where a scanner's gap is ${gap ?? 'not'} learnt`, async () => {
      let keys = 0;
      let quickest = Infinity;
      for (let seed = 1; seed <= TIMES; seed += 1) {
        const keysOf = typist(seed * 7919 + (gap ?? 0));
        const { field, other, told, press, pass, keys: ears } = await desk();
        if (gap) ears.learn({ gap, ending: 'enter' });
        const into = place === 'field' ? field : other;
        for (const text of TEXTS) {
          into.value = '';
          into.setSelectionRange(0, 0);
          into.focus();
          pass(600, 5);
          const pattern = keysOf(text);
          const end = pattern.pop();
          const typed = pattern.map(({ key }) => key).join('');
          for (const { key, wait, repeat } of pattern) {
            pass(wait, 5);
            press(key, { repeat });
            if (!repeat) quickest = Math.min(quickest, wait);
          }
          keys += pattern.length;
          pass(end.wait, 5);
          press(place === 'field' ? 'Enter' : 'Tab');
          assert.deepEqual([told.scans, told.coded], [[], []], `${text}, seed ${seed}`);
          assert.equal(into.value, typed, 'every letter is there');
          if (place === 'field') assert.equal(told.shortcuts.at(-1), `Enter:${typed}`, 'Enter means what was typed');
          else assert.equal(told.stopped, false, 'Tab goes on to the next field');
        }
      }
      assert.ok(keys > 5_000 && quickest < 35, `${keys} keys, some of them as quick as a scanner's: ${quickest} ms`);
    });
  }
}
