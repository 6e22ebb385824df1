// Who was turned away, and why: so that at nine o'clock the lead sees which codes do not work.

import { bdi, el } from '../../parts/dom.js';
import { number, time } from '../../parts/format.js';
import { say } from '../../i18n/say.js';

/** @import { Refusal } from '../../../types/wire.js' */

/** So many codes are shown as they were read. */
const MOST_CODES = 4;
/** So much of a code. */
const CODE_LETTERS = 32;

/**
 * Refusals by what was said, the most frequent first.
 *
 * @param {Refusal[]} refusals newest first
 * @returns {{ reason: string, n: number, last: string }[]}
 */
export function byReason(refusals) {
  /** @type {Map<string, { reason: string, n: number, last: string }>} */
  const groups = new Map();
  for (const { reason, at } of refusals) {
    const group = groups.get(reason) ?? { reason, n: 0, last: at };
    group.n += 1;
    groups.set(reason, group);
  }
  return [...groups.values()].sort((a, b) => b.n - a.n);
}

/** @param {Refusal[]} refusals newest first */
export function refusedCard(refusals) {
  if (refusals.length === 0) return null;
  const codes = [...new Set(refusals.filter(({ text, reason }) => text && reason === 'unknownCode').map(({ text }) => text ?? ''))];
  return el('section', { class: 'card', 'data-role': 'refused' }, el('h2', {}, say('overview.refused')),
    el('ul', { class: 'refused' }, ...byReason(refusals).map(({ reason, n, last }) =>
      el('li', { 'data-reason': reason }, el('b', {}, number(n)), el('span', {}, say(`outcome.${reason}.word`)), el('span', { class: 'soft' }, say('overview.refused.last', { time: time(last) }))))),
    codes.length ? el('p', { class: 'soft small-text' }, say('overview.refused.codes')) : null,
    codes.length ? el('ul', { class: 'refused-codes' }, ...codes.slice(0, MOST_CODES).map((code) => el('li', {}, el('code', {}, bdi(code.length > CODE_LETTERS ? `${code.slice(0, CODE_LETTERS)}…` : code))))) : null);
}
