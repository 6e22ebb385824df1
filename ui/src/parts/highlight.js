// The letters by which a guest was found, marked in the spelling of the list.

import { el } from './dom.js';

/** @typedef {{ field: string, start: number, end: number }} Matched */

/**
 * @param {string} text
 * @param {Matched[]} matched places in UTF-16 units
 * @param {string} field
 * @returns {(Node | string)[]}
 */
export function highlight(text, matched, field) {
  const parts = [];
  let at = 0;
  const own = matched.filter((part) => part.field === field).sort((a, b) => a.start - b.start);
  for (const { start, end } of own) {
    if (start < at || end > text.length) continue;
    if (start > at) parts.push(text.slice(at, start));
    parts.push(el('mark', {}, text.slice(start, end)));
    at = end;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}
