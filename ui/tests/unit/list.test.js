// What the page makes of a report of a list.

import assert from 'node:assert/strict';
import test from 'node:test';

import { choose, fileName, hasName, howRead, mapOf, warnedRows, whyRejected, whyWarned } from '../../src/screens/list/reading.js';
import { Choices, itemsOf } from '../../src/screens/list/choices.js';
import { isEvent, today } from '../../src/screens/start/new_event.js';

const guess = [
  { heading: 'Navn', field: 'name', samples: [] },
  { heading: 'Firma', field: 'organisation', samples: [] },
  { heading: 'Rum', samples: [] },
];

test('what was guessed right is not asked for', () => {
  assert.deepEqual(mapOf(guess, ['name', 'organisation', '']), {});
});

test('a field goes to the column that was chosen and leaves the one before', () => {
  const chosen = choose(['name', 'organisation', ''], 2, 'organisation');
  assert.deepEqual(chosen, ['name', '', 'organisation']);
  const map = mapOf(guess, chosen);
  assert.equal(map.organisation, 'Rum');
  assert.equal(map.name, 'Navn', 'all of them are said, so that nothing remembered comes between');
  assert.equal(map.note, '');
});

test('a field that no column is any more is said to be in none', () => {
  assert.equal(mapOf(guess, ['name', '', '']).organisation, '');
});

test('of two columns with one heading the first is meant', () => {
  const twice = [{ heading: 'Navn', field: 'name', samples: [] }, { heading: 'Kode', samples: [] }, { heading: 'Kode 2', samples: [] }];
  assert.equal(mapOf(twice, ['name', 'code', 'code']).code, 'Kode');
});

/** @type {any[]} */
const differences = [
  { kind: 'gone', attendee: 'eva', name: 'Eva', organisation: '', weighty: true, taken: false, now: { name: 'Eva', organisation: '', arrived: '2026-11-23T08:00:00Z', status: 'confirmed' } },
  { kind: 'conflict', line: 3, attendee: 'ole', name: 'Karen', organisation: '', weighty: true, taken: false, now: { name: 'Ole', organisation: '', status: 'confirmed' } },
  { kind: 'same', line: 4, attendee: 'kr', name: 'Christian', organisation: '', weighty: true, taken: true },
  { kind: 'changed', line: 5, attendee: 'pia', name: 'Pia', organisation: '', taken: true, fields: [{ field: 'name', now: 'a', list: 'b', desk: 'Skranke 1', taken: false }, { field: 'organisation', now: 'a', list: 'b', taken: true }] },
  { kind: 'new', line: 6, name: 'Bo', organisation: '', taken: true },
];

test('differences stand in tabs, each field of somebody who changed on a line of its own', () => {
  assert.deepEqual(['weighty', 'new', 'changed', 'gone'].map((tab) => itemsOf(differences, /** @type {any} */ (tab)).length), [3, 2, 3, 1]);
});

test('nothing is decided that would happen anyway', () => {
  const choices = new Choices();
  assert.deepEqual(choices.toList(differences), []);
  assert.equal(choices.count(differences), 3, 'same, changed and new; not who is gone, nor the conflict');
});

test('what is ticked and unticked is what is asked for', () => {
  const choices = new Choices();
  const [gone] = itemsOf(differences, 'gone');
  const [name, organisation, conflict] = itemsOf(differences, 'changed').sort((a, b) => (a.difference.line ?? 0) < (b.difference.line ?? 0) ? 1 : -1);
  const [same, fresh] = itemsOf(differences, 'new');
  for (const item of [gone, name, organisation, same, fresh]) choices.tick(/** @type {any} */ (item), !choices.isTicked(/** @type {any} */ (item)));
  choices.meanNext(/** @type {any} */ (conflict).difference);
  assert.deepEqual(choices.toList(differences), [
    { attendee: 'eva', take: true }, { line: 3, as: 'substitution' }, { line: 4, as: 'correction' }, { line: 5, fields: { name: true, organisation: false } }, { line: 6, take: false },
  ]);
  assert.equal(choices.count(differences), 4, 'all but the new one');
});

test('who has arrived cannot be somebody else', () => {
  const choices = new Choices();
  const arrived = { ...differences[1], now: { ...differences[1].now, arrived: 'x' } };
  const seen = [0, 1, 2, 3].map(() => { choices.meanNext(arrived); return choices.meant(arrived); });
  assert.deepEqual(seen, ['correction', 'new', '', 'correction']);
});

test('a list needs a name', () => {
  assert.equal(hasName(['email', 'last_name']), true);
  assert.equal(hasName(['email', '', 'badge_name']), false);
});

test('every reason and remark has a sentence', () => {
  for (const reason of ['missing_name', 'duplicate_code', 'duplicate_row', 'too_many_columns', 'unclosed_quote']) {
    assert.doesNotMatch(whyRejected({ line: 3, reason, otherLine: 2 }), /list\.|\{/, reason);
  }
  for (const reason of ['invalid_email', 'shared_email', 'several_names', 'formula_text', 'placeholder_name', 'suspicious_code', 'too_long', 'undecodable_text', 'unreadable_time', 'unknown_status']) {
    assert.doesNotMatch(whyWarned({ line: 3, reason }), /list\.|\{/, reason);
  }
});

test('rows with several remarks are counted once', () => {
  assert.equal(warnedRows([{ line: 2, reason: 'a' }, { line: 2, reason: 'b' }, { line: 5, reason: 'a' }]), 2);
});

test('how the file was read is said in words', () => {
  const report = /** @type {any} */ ({ encoding: 'windows-1252', delimiter: ';', headerLine: 3 });
  assert.equal(howRead(report), 'Windows-1252 · semikolon · overskrift i linje 3');
  assert.equal(howRead(/** @type {any} */ ({ encoding: 'xlsx', sheet: 'Gæster', headerLine: 1 })), 'Excel-ark · arket Gæster · overskrift i linje 1');
});

test('a path ends in the name of the file, on every system', () => {
  assert.equal(fileName('/lists/liste.csv'), 'liste.csv');
  assert.equal(fileName('C:\\lists\\liste.csv'), 'liste.csv');
});

test('an event needs a title and two days in their order', () => {
  assert.equal(today(new Date(2026, 0, 5)), '2026-01-05');
  assert.equal(isEvent({ title: 'Årsdag', starts: '2026-01-05', ends: '2026-01-05' }), true);
  assert.equal(isEvent({ title: ' ', starts: '2026-01-05', ends: '2026-01-05' }), false);
  assert.equal(isEvent({ title: 'x', starts: '2026-01-06', ends: '2026-01-05' }), false);
  assert.equal(isEvent({ title: 'x', starts: '', ends: '2026-01-05' }), false);
});
