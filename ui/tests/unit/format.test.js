import assert from 'node:assert/strict';
import { test } from 'node:test';

import { day, number, sameDay, shortDay, time, useTimeZone } from '../../src/parts/format.js';
import { say, sayNodes, speak } from '../../src/i18n/say.js';

const AT = '2017-09-18T07:03:00Z';

test('times and dates are those of the house, in the language of the screen', () => {
  useTimeZone('Europe/Copenhagen');
  speak('da');
  assert.equal(time(AT), '09.03');
  assert.equal(shortDay(AT), 'man. 18. sept.');
  assert.equal(day(AT), '18. september');
  assert.equal(number(1250), '1.250');
  speak('en');
  assert.equal(time(AT), '09:03');
  assert.equal(shortDay(AT), 'Mon 18 Sept');
  assert.equal(day(AT), '18 September');
  assert.equal(number(1250), '1,250');
  speak('da');
});

test('a day ends at midnight of the house', () => {
  useTimeZone('Europe/Copenhagen');
  assert.equal(sameDay('2017-09-17T22:30:00Z', AT), true, 'half past midnight in Nyborg');
  assert.equal(sameDay('2017-09-17T21:30:00Z', AT), false);
  useTimeZone('UTC');
  assert.equal(sameDay('2017-09-17T22:30:00Z', AT), false);
  useTimeZone('Europe/Copenhagen');
});

test('what is filled into a sentence is never filled in again', () => {
  globalThis.Node ??= class {};
  assert.equal(say('hits.none', { text: '{n}' }), 'Ingen på listen ligner »{n}«.');
  assert.equal(say('no.such.word'), 'no.such.word', 'a gap shows');
  assert.deepEqual(sayNodes('walkIn.alike', { name: 'A', organisation: 'B' }), ['Ligner ', 'A', ', ', 'B', ', som ventes.']);
});
