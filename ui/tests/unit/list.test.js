// What the page makes of a report of a list.

import assert from 'node:assert/strict';
import test from 'node:test';

import { MOST_PASTED, carried, carriedEdits, choose, fileName, hasName, howRead, mapOf, pasteFault, warnedRows, whyRejected, whyWarned } from '../../src/screens/list/reading.js';
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

test('an arrival that the list brings is a line of its own and can be unticked', () => {
  const arrived = /** @type {any[]} */ ([{ kind: 'changed', line: 7, attendee: 'ida', name: 'Ida', organisation: '', taken: true, fields: [{ field: 'arrivedAt', now: '', list: '2026-11-23T07:15:00.000+00:00', taken: true }] }]);
  const choices = new Choices();
  const [item] = itemsOf(arrived, 'changed');
  assert.equal(choices.count(arrived), 1);
  choices.tick(/** @type {any} */ (item), false);
  assert.equal(choices.count(arrived), 0);
  assert.deepEqual(choices.toList(arrived), [{ line: 7, fields: { arrivedAt: false } }]);
});

test('somebody who changed in no field is left out as a whole', () => {
  const bare = /** @type {any[]} */ ([{ kind: 'changed', line: 7, attendee: 'ida', name: 'Ida', organisation: '', taken: true }]);
  const choices = new Choices();
  choices.tick(/** @type {any} */ (itemsOf(bare, 'changed')[0]), false);
  assert.deepEqual(choices.toList(bare), [{ line: 7, take: false }]);
});

test('what was decided stays where the difference is the same, and only there', () => {
  const choices = new Choices();
  for (const item of [...itemsOf(differences, 'gone'), ...itemsOf(differences, 'new'), ...itemsOf(differences, 'changed').filter(({ field }) => field)]) choices.tick(item, !choices.isTicked(item));
  choices.mean(differences[1], 'new');
  const decided = choices.toList(differences);
  assert.deepEqual(choices.kept(differences, structuredClone(differences)).toList(differences), decided, 'all of it');
  const later = structuredClone(differences).filter(({ line }) => line !== 6);
  later[3].fields[1].list = 'c';
  later[1].name = 'Karin';
  assert.deepEqual(choices.kept(differences, later).toList(later), [
    { attendee: 'eva', take: true }, { line: 4, as: 'correction' }, { line: 5, fields: { name: true } },
  ]);
});

test('with other letters what was chosen and put right stays with its place', () => {
  const before = [{ heading: 'St¯rrelse', samples: [] }, { heading: 'Navn', field: 'name', samples: [] }, { heading: 'Firma', field: 'organisation', samples: [] }];
  const after = [{ heading: 'Størrelse', samples: [] }, { heading: 'Navn', field: 'name', samples: [] }, { heading: 'Firma', field: 'organisation', samples: [] }];
  const chosen = choose(['', 'name', 'organisation'], 0, 'title');
  assert.deepEqual(carried(before, chosen, after), ['title', 'name', 'organisation']);
  assert.equal(mapOf(after, carried(before, chosen, after)).title, 'Størrelse');
  const better = [{ heading: 'Størrelse', samples: [] }, { heading: 'Navn', field: 'name', samples: [] }, { heading: 'Beskæftigelse', field: 'title', samples: [] }];
  assert.deepEqual(carried(before, ['', 'name', 'organisation'], better), ['', 'name', 'title'], 'what nobody chose is guessed anew');
  assert.deepEqual(carried(before, ['title', 'name', ''], better.slice(1)), ['name', 'title'], 'of other columns nobody knows');
  const edits = [{ line: 2, heading: 'St¯rrelse', text: 'L' }, { line: 3, text: 'a;b' }];
  assert.deepEqual(carriedEdits(edits, before, after), [{ line: 2, heading: 'Størrelse', text: 'L' }, { line: 3, text: 'a;b' }]);
});

test('a paste that is too long is said, not cut', () => {
  assert.equal(pasteFault('x'.repeat(MOST_PASTED)), null);
  const fault = pasteFault('x'.repeat(MOST_PASTED + 1));
  assert.match(fault?.message ?? '', /5\.000\.001 .*5\.000\.000/);
  assert.doesNotMatch(`${fault?.message} ${fault?.hint}`, /list\.|\{/);
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
