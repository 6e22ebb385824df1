// The sentences of the screen: the same in both languages, none missing, none that nothing says any more.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const TOP = fileURLToPath(new URL('../../../', import.meta.url));

const read = (path) => readFileSync(`${TOP}${path}`, 'utf8');
const da = JSON.parse(read('ui/src/i18n/da.json'));
const en = JSON.parse(read('ui/src/i18n/en.json'));

/** All files below `folder` with one of the endings, tests left out: a word that only a test says is dead. */
function files(folder, endings) {
  return readdirSync(`${TOP}${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ['tests', 'gen', 'xtask'].includes(entry.name) ? [] : files(path, endings);
    return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
  });
}

const page = files('ui/src', ['.js', '.html']).map((path) => ({ path, text: read(path) }));
const rust = files('src-tauri', ['.rs']).map((path) => ({ path, text: read(path) }));

/** The first argument of the call whose bracket opens just before `start`. */
function firstArgument(text, start) {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if ('([{'.includes(text[at])) depth++;
    if (depth === 0 && ',)'.includes(text[at])) return text.slice(start, at);
    if (')]}'.includes(text[at])) depth--;
  }
  return text.slice(start);
}

/** The keys that a file of the page names outright: `say('a.b')`, `say(out ? 'a.b' : 'c.d')`, `data-say="a.b"`. */
function named(text) {
  const calls = [...text.matchAll(/\bsay(?:Nodes)?\(/g)].map((call) => firstArgument(text, call.index + call[0].length));
  const literals = calls.flatMap((argument) => [...argument.matchAll(/'([a-z]\w*(?:\.\w+)+)'/gi)].map((found) => found[1]));
  return [...literals, ...[...text.matchAll(/data-say="([^"]+)"/g)].map((found) => found[1])];
}

/** Patterns of keys that are put together: `field.${name}` in the page, "outcome.{outcome}.word" in Rust. */
function patterns(text) {
  const templates = [...text.matchAll(/`([a-z]\w*\.(?:[\w.]|\$\{[^}`]*\})*)`/gi)].map((found) => found[1].split(/\$\{[^}]*\}/));
  const formats = [...text.matchAll(/"([a-z]\w*\.(?:[\w.]|\{[^}\s]*\})*)"/gi)].map((found) => found[1].split(/\{[^}]*\}/));
  const built = [...templates, ...formats].filter((parts) => parts.length > 1);
  return built.map((parts) => new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('[\\w.-]+')}$`));
}

/** What is put behind a whole key: `${word}.help`. */
function endings(text) {
  return [...text.matchAll(/`\$\{[^}`]*\}(\.[\w.]+)`/g)].map((found) => found[1]);
}

const placeholders = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]))].sort();

test('both languages have the same keys', () => {
  assert.deepEqual(Object.keys(da).sort(), Object.keys(en).sort());
});

test('both languages are filled in alike', () => {
  for (const [key, text] of Object.entries(da)) {
    assert.deepEqual(placeholders(text), placeholders(en[key] ?? ''), `${key}: ${text} / ${en[key]}`);
  }
});

test('no sentence is empty', () => {
  for (const [key, text] of [...Object.entries(da), ...Object.entries(en)]) {
    assert.ok(typeof text === 'string' && text.trim() !== '', `${key} says nothing`);
  }
});

test('whatever the page says has a sentence', () => {
  const missing = page.flatMap(({ path, text }) => named(text).filter((key) => !(key in da)).map((key) => `${path}: ${key}`));
  assert.deepEqual(missing, []);
});

test('every sentence is said by something', () => {
  const everything = [...page, ...rust].map(({ text }) => text);
  const literals = new Set(everything.flatMap((text) => [...text.matchAll(/['"`]([a-z][\w.]*)['"`]/gi)].map((found) => found[1])));
  const built = everything.flatMap(patterns);
  const behind = [...new Set(everything.flatMap(endings))];
  const said = (key) =>
    literals.has(key) ||
    built.some((pattern) => pattern.test(key)) ||
    behind.some((ending) => key.endsWith(ending) && key.slice(0, -ending.length) in da);
  assert.deepEqual(Object.keys(da).filter((key) => !said(key)), []);
});

test('the rules above find what they are for', () => {
  assert.deepEqual(named("say(out ? 'scope.out' : 'scope.in', { a: say('x.y') })"), ['scope.out', 'scope.in', 'x.y']);
  assert.deepEqual(named('<p data-say="a.b">'), ['a.b']);
  assert.ok(patterns('say(`outcome.${kind}.word`)')[0].test('outcome.admitted.word'));
  assert.ok(patterns('format!("presence.{}", it)')[0].test('presence.inside'));
  assert.ok(patterns("say(`act.undo.${kind === 'checkIn' ? 'checkIn' : 'other'}`)")[0].test('act.undo.other'));
  assert.equal(patterns('say(`${a}.b`), say("a.b")').length, 0, 'a pattern that anything would fit is none');
  assert.deepEqual(endings('say(`${word}.help`)'), ['.help']);
});
