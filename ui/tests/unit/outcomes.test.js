import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { useTimeZone } from '../../src/parts/format.js';
import { hasWord, speak } from '../../src/i18n/say.js';
import { LOOKS, OVERRIDABLE, WAY_KEYS, describe } from '../../src/screens/arrivals/outcomes.js';

useTimeZone('Europe/Copenhagen');

const NOW = Date.parse('2017-09-18T07:03:00Z');
const session = (id, more = {}) => ({
  id, title: `Session ${id}`, room: `Room ${id}`, starts: '2017-09-18T13:15:00+02:00', ends: '2017-09-18T14:30:00+02:00',
  checkIn: true, registeredOnly: true, ticketTypes: [], registered: 0, taken: 0, speakers: [], ...more,
});
const setting = {
  now: NOW, desk: 'Skranke 2', session: null, text: '', listAt: '2017-09-16T14:10:00+02:00',
  sessions: [session('a', { seats: 2, taken: 2 }), session('b', { registeredOnly: false, seats: 3, taken: 1 })],
  ticketType: (id) => ({ press: 'Presse', guest: 'Deltager' })[id] ?? id,
};
const person = { id: 'p', name: 'Karen', badgeName: '', organisation: 'Kysthøj', title: '', order: '20417', ticketType: 'guest', sessions: ['a'] };

/** The outcomes of the rules, as Rust names them. */
function outcomes() {
  const source = readFileSync(new URL('../../../src-tauri/crates/checkin/src/outcome.rs', import.meta.url), 'utf8');
  return [...source.matchAll(/Self::\w+ => "(\w+)"/g)].map((match) => match[1]);
}

test('every outcome of the rules has its screen, in both languages', () => {
  const known = outcomes();
  assert.ok(known.length >= 18, `found ${known.length} in the rules`);
  assert.deepEqual(Object.keys(LOOKS).sort(), [...new Set(known)].sort());
  for (const language of ['da', 'en']) {
    speak(language);
    for (const outcome of known) {
      for (const given of [person, undefined]) {
        const verdict = describe({ outcome, attendee: given, first: { at: '2017-09-18T08:47:00+02:00', desk: 'Skranke 1', staff: '' } }, { ...setting, text: 'X1' });
        for (const said of ['word', 'why', 'step']) {
          assert.ok(verdict[said], `${outcome} says no ${said} in ${language}`);
          assert.ok(!/\{|outcome\./.test(verdict[said]), `${outcome}: ${verdict[said]}`);
        }
        for (const way of verdict.ways) assert.ok(hasWord(`way.${way.id}`) && WAY_KEYS[way.id], `${outcome}: ${way.id}`);
      }
    }
  }
  speak('da');
});

test('no key does two things on one verdict, and F7 stands only where it leads on', () => {
  for (const [outcome, look] of Object.entries(LOOKS)) {
    const keys = look.ways.map((way) => WAY_KEYS[way.id].key);
    assert.equal(new Set(keys).size, keys.length, outcome);
    assert.ok(!keys.includes('Enter'), 'Enter never overrides a refusal');
    if (look.ways.some((way) => way.id === 'letIn')) assert.ok(OVERRIDABLE.includes(outcome), `${outcome} cannot be overridden`);
  }
});

test('when somebody came in: seconds, minutes, the time alone, the day', () => {
  const why = (at, desk = 'Skranke 1') => describe({ outcome: 'alreadyCheckedIn', attendee: person, first: { at, desk, staff: '' } }, setting).why;
  assert.equal(why('2017-09-18T09:02:40+02:00', 'Skranke 2'), 'For 20 sekunder siden ved denne skranke');
  assert.equal(why('2017-09-18T08:47:00+02:00'), 'Kl. 08.47 ved Skranke 1 · for 16 min. siden');
  assert.equal(why('2017-09-18T07:30:00+02:00'), 'Kl. 07.30 ved Skranke 1');
  assert.equal(why('2017-09-17T08:47:00+02:00'), 'Den 17. september kl. 08.47 ved Skranke 1');
});

test('where a session turns somebody away, it says where to go', () => {
  const at = (id, answer) => describe({ attendee: person, ...answer }, { ...setting, session: id });
  assert.equal(at('b', { outcome: 'notInSession' }).step, 'Vis vej til Room a', 'registered for the other one');
  const elsewhere = { ...person, sessions: [] };
  assert.equal(at('a', { outcome: 'notInSession', attendee: elsewhere }).step, 'Der er plads på Session b, Room b');
  assert.equal(at('a', { outcome: 'sessionFull', taken: 2, seats: 2 }).step, 'Der er plads på Session b, Room b');
  assert.equal(at('a', { outcome: 'sessionFull', taken: 2, seats: 2 }).why, '2 af 2 pladser er taget');
  assert.equal(at('a', { outcome: 'admitted', session: { title: 'Session a', taken: 1, seats: 2 } }).step, 'Vis ind. 1 ledige pladser');
  const closed = { ...setting, session: 'a', sessions: setting.sessions.slice(0, 1) };
  assert.equal(describe({ outcome: 'sessionFull', attendee: person, taken: 2, seats: 2 }, closed).step, 'Bed gæsten vente ved døren til kl. 13.15');
});

test('the wanted ticket types are named', () => {
  assert.equal(describe({ outcome: 'wrongTicketType', attendee: person, wanted: ['press', 'staff'] }, setting).why, 'Billetten er Deltager. Her skal man have Presse eller staff.');
});

test('a text that was read is shown only where no guest is', () => {
  assert.equal(describe({ outcome: 'unknownCode' }, { ...setting, text: 'WEB-1' }).read, 'WEB-1');
  assert.equal(describe({ outcome: 'admitted', attendee: person }, { ...setting, text: 'WEB-1' }).read, '');
});

test('the page to hang up at the desk has a row for every outcome, by the word on the screen', () => {
  for (const language of ['da', 'en']) {
    const page = readFileSync(new URL(`../../../src-tauri/docs/handbook/outcomes.${language}.md`, import.meta.url), 'utf8');
    const words = JSON.parse(readFileSync(new URL(`../../src/i18n/${language}.json`, import.meta.url), 'utf8'));
    for (const outcome of outcomes()) assert.ok(page.includes(`| **${words[`outcome.${outcome}.word`]}** <br>`), `${outcome} in ${language}`);
  }
});

test('leaving a session is offered only where people are checked out', () => {
  const ways = (exits) => describe({ outcome: 'admitted', attendee: person }, { ...setting, session: 'a', exits }).ways.map(({ id }) => id);
  assert.ok(ways(true).includes('exit'));
  assert.ok(!ways(false).includes('exit'));
});

test('a full house is said with its own numbers and without another room, at its door and at a room of it', () => {
  const full = { outcome: 'sessionFull', reason: 'houseFull', attendee: person, taken: 240, seats: 240 };
  for (const session of [null, 'a']) {
    const verdict = describe({ ...full, session: session ? { taken: 3, seats: 9 } : undefined }, { ...setting, session });
    assert.equal(verdict.word, 'Huset er fyldt');
    assert.equal(verdict.why, '240 af 240 pladser er taget');
    assert.ok(!verdict.step.includes('Session'), verdict.step);
    assert.ok(verdict.ways.some(({ id }) => id === 'letIn'), 'the lead may');
  }
  assert.ok(!describe(full, { ...setting, session: null }).ways.some(({ id }) => id === 'scope'), 'no other session helps');
});

test('whoever is not at the event yet can be let into a room by the lead', () => {
  const first = describe({ outcome: 'notInside', reason: 'eventFirst', attendee: person }, { ...setting, session: 'a' });
  assert.ok(first.ways.some(({ id }) => id === 'letIn'));
  assert.ok(!describe({ outcome: 'notInside', attendee: person }, setting).ways.some(({ id }) => id === 'letIn'), 'an exit is no rule to pass over');
});

test('where no badges are printed none is spoken of', () => {
  const ways = (badges) => describe({ outcome: 'alreadyCheckedIn', attendee: person }, { ...setting, badges }).ways.map(({ id }) => id);
  assert.ok(ways(true).includes('badge'));
  assert.ok(!ways(false).includes('badge'));
});
