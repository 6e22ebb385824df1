// The sentences of the screen in the language that the desk has chosen.

import da from './da.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

/** @typedef {'da' | 'en'} ScreenLanguage */
/** @typedef {Record<string, string | number>} Fill */

/** @type {Record<ScreenLanguage, Record<string, string>>} */
const WORDS = { da, en };

/** @type {ScreenLanguage} */
let language = 'da';

/** @param {ScreenLanguage} chosen */
export function speak(chosen) {
  language = chosen;
}

export function spoken() {
  return language;
}

/**
 * The sentence of `key` with each `{name}` filled in. What is filled in is never a pattern itself. A key that is missing
 * gives itself, so that a gap shows.
 *
 * @param {string} key
 * @param {Fill} [fill]
 * @returns {string}
 */
export function say(key, fill = {}) {
  return pieces(key).map((piece) => ('name' in piece ? String(fill[piece.name] ?? `{${piece.name}}`) : piece.text)).join('');
}

/**
 * The sentence of `key` as nodes: what is filled in may be nodes, such as a name in `<bdi>`.
 *
 * @param {string} key
 * @param {Record<string, Node | string | number>} fill
 * @returns {(Node | string)[]}
 */
export function sayNodes(key, fill) {
  return pieces(key).map((piece) => {
    if (!('name' in piece)) return piece.text;
    const value = fill[piece.name];
    return value instanceof Node ? value : String(value ?? `{${piece.name}}`);
  });
}

/** Whether there is a sentence for `key`. @param {string} key */
export function hasWord(key) {
  return key in WORDS[language];
}

/**
 * @param {string} key
 * @returns {({ text: string } | { name: string })[]}
 */
function pieces(key) {
  const pattern = WORDS[language][key] ?? key;
  return pattern
    .split(/(\{[a-zA-Z0-9]+\})/)
    .filter((part) => part !== '')
    .map((part) => (/^\{[a-zA-Z0-9]+\}$/.test(part) ? { name: part.slice(1, -1) } : { text: part }));
}
