// What the page makes of a report of a list.

import assert from 'node:assert/strict';
import test from 'node:test';

import { choose, fileName, hasName, howRead, mapOf, warnedRows, whyRejected, whyWarned } from '../../src/screens/list/reading.js';
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
  assert.deepEqual(mapOf(guess, chosen), { organisation: 'Rum' });
});

test('a field that no column is any more is said to be in none', () => {
  assert.deepEqual(mapOf(guess, ['name', '', '']), { organisation: '' });
});

test('of two columns with one heading the first is meant', () => {
  const twice = [{ heading: 'Navn', field: 'name', samples: [] }, { heading: 'Kode', samples: [] }, { heading: 'Kode 2', samples: [] }];
  assert.deepEqual(mapOf(twice, ['name', 'code', 'code']), { code: 'Kode' });
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
