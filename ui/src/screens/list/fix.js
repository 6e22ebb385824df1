// A row that does not come in, or is remarkable, is put right there and then: its cells by their headings, beside the row
// that it repeats, or the whole line where its cells cannot be told apart.

import { bdi, el } from '../../parts/dom.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';

/** @import { ListEdit, ListLine, ListLines } from '../../../types/wire.js' */

/** Reasons for which the cells of a row say nothing: the line as a whole is put right. */
const WHOLE_LINE = ['too_many_columns', 'unclosed_quote'];

/**
 * @param {ListLines} lines of the row, and of the one that it repeats
 * @param {{ line: number, why: string, reason: string, other?: number }} row
 * @param {{ save: (edits: ListEdit[]) => void, close: () => void }} act
 */
export function fixPanel({ headings, lines }, row, act) {
  const mine = lines.find(({ line }) => line === row.line);
  const other = row.other === undefined ? undefined : lines.find(({ line }) => line === row.other);
  const fields = mine ? (WHOLE_LINE.includes(row.reason) && mine.text !== undefined ? wholeLine(mine) : byCell(headings, mine, other)) : [];
  const send = /** @param {Event} event */ (event) => {
    event.preventDefault();
    act.save(fields.flatMap(({ input, heading, was }) => (input.value === was ? [] : [{ line: row.line, text: input.value, ...(heading === undefined ? {} : { heading }) }])));
  };
  return el('form', { class: 'card list-fix', on: { submit: send } },
    el('h2', {}, say('list.fix.title', { n: row.line })), el('p', { class: 'row reason' }, icon('alert', 'small'), row.why),
    other ? el('p', { class: 'soft small-text' }, say('list.fix.beside', { n: other.line })) : null,
    el('div', { class: 'scrolls stack' }, ...fields.map(({ element }) => element)),
    el('div', { class: 'row wrap' },
      el('button', { class: 'button main', type: 'submit', 'data-keep': 'list.fix.save' }, icon('check', 'small'), say('list.fix.save')),
      el('button', { class: 'button', type: 'button', 'data-keep': 'list.fix.close', on: { click: act.close } }, say('list.fix.close'))));
}

/** @typedef {{ element: HTMLElement, input: HTMLInputElement | HTMLTextAreaElement, heading?: string, was: string }} Fix */

/** @param {ListLine} mine @returns {Fix[]} */
function wholeLine(mine) {
  const input = el('textarea', { class: 'input mono', rows: 6, 'data-fix': '', 'data-begin': true });
  input.value = mine.text ?? '';
  // As the box shows it: it turns every line end into its own.
  const was = input.value;
  return [{ element: el('label', { class: 'stack' }, el('span', { class: 'label' }, say('list.look.wholeLine')), input), input, was }];
}

/** @param {string[]} headings @param {ListLine} mine @param {ListLine} [other] @returns {Fix[]} */
function byCell(headings, mine, other) {
  const named = headings.map((heading, place) => ({ heading, place })).filter(({ heading }) => heading !== '');
  // Of two columns of one heading the left one is put right.
  const once = named.filter(({ heading }, nth) => named.findIndex((one) => one.heading === heading) === nth);
  return once.map(({ heading, place }, nth) => {
    const was = mine.cells[place] ?? '';
    const input = el('input', { class: 'input', type: 'text', value: was, autocomplete: 'off', spellcheck: 'false', 'data-fix': heading, 'data-begin': nth === 0 });
    const beside = other?.cells[place];
    const differs = beside !== undefined && beside.trim() !== was.trim();
    const element = el('label', { class: differs ? 'stack differs' : 'stack' }, el('span', { class: 'label' }, bdi(heading)), input,
      other ? el('span', { class: 'soft small-text other' }, bdi(beside || say('list.look.blank'))) : null);
    return { element, input, heading, was };
  });
}
