// Whether the names of guests leave a screen that nobody has touched for a minute.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { names } from '../../src/shell/rest.js';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** The screens beside Arrivals, as the window lists them, and whether each says for itself if people are named on it. */
function pages() {
  const window = readFileSync(`${SRC}ankomst.js`, 'utf8');
  const listed = window.match(/@typedef \{(('\w+' \| )+'\w+')\} PageName/)?.[1] ?? '';
  return [...listed.matchAll(/'(\w+)'/g)].map(([, page]) => ({ page, says: /^ {2}names\(\) \{\n {4}(.*)$/m.exec(readFileSync(`${SRC}screens/${page}/${page}.js`, 'utf8'))?.[1] }));
}

test('a screen that does not say whether people are named on it is covered', () => {
  assert.equal(names(undefined), true, 'Arrivals, and a guest’s own page');
  assert.equal(names(/** @type {any} */ ({})), true);
  assert.equal(names(/** @type {any} */ ({ names: () => true })), true);
  assert.equal(names(/** @type {any} */ ({ names: () => false })), false);
});

test('the window asks in this way and in no other', () => {
  const window = readFileSync(`${SRC}ankomst.js`, 'utf8');
  assert.match(window, /new Rest\(byId\('rest'\), \{ names: \(\) => names\(this\.#page\),/);
});

test('of all screens only numbers and the programme may stay, and only while nobody is named on them', () => {
  const found = pages();
  const folders = readdirSync(`${SRC}screens`).filter((name) => !['arrivals', 'attendee', 'lock', 'start'].includes(name));
  assert.deepEqual(found.map(({ page }) => page).sort(), folders.sort(), 'each screen is looked at');
  const stay = found.filter(({ says }) => says !== undefined && says !== 'return true;');
  assert.deepEqual(stay.map(({ page }) => page).sort(), ['overview', 'programme']);
  for (const { page, says } of stay) assert.match(says ?? '', /beyond !== undefined/, `${page}: who came in last where it is overfull is named`);
});
