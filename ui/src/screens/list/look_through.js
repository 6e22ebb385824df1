// What comes in and what does not: the sums, the rows at fault line by line, and how the columns are read.

import { bdi, el } from '../../parts/dom.js';
import { number } from '../../parts/format.js';
import { icon, shape } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { OWN, howRead, warnedRows, whyRejected, whyWarned } from './reading.js';

/** @import { ImportReport, ListColumn } from '../../../types/wire.js' */

/** Rows of a table that are drawn; the sums above are exact. */
const MOST_ROWS = 200;

/** Whether the remarks are shown first: where every row comes in there is nothing else to look at. @param {ImportReport} report */
export function warningsFirst(report) {
  return report.rejected.length === 0 && report.warnings.length > 0;
}

/**
 * @param {ImportReport} report
 * @param {string} file
 * @param {ListColumn[]} columns
 * @param {string[]} chosen
 * @param {{ warnings: boolean, choose: (warnings: boolean) => void, columns: () => void }} act
 */
export function lookStep(report, file, columns, chosen, act) {
  return el('div', { class: 'list-look' }, figures(report, file),
    el('div', { class: 'list-look-columns' }, rows(report, act), reading(columns, chosen, act.columns)));
}

/** @param {ImportReport} report @param {string} file */
function figures(report, file) {
  /** @type {[string, number, string][]} */
  const sums = [
    ['people', report.people, ''],
    ['rejected', report.rejected.length, report.rejected.length ? 'stop' : ''],
    ['warned', warnedRows(report.warnings), report.warnings.length ? 'decide' : ''],
    ['cancelled', report.cancelled, ''],
  ];
  return el('section', { class: 'card flush list-figures' },
    ...sums.map(([name, n, kind]) => el('div', { class: `figure ${kind}`, 'data-sum': name }, el('b', {}, number(n)), el('span', {}, say(`list.sum.${name}`)))),
    el('div', { class: 'figure file' }, el('b', { class: 'cut' }, bdi(file)), el('span', {}, howRead(report))));
}

/** @param {ImportReport} report @param {{ warnings: boolean, choose: (warnings: boolean) => void }} act */
function rows(report, { warnings, choose }) {
  const choice = /** @param {boolean} value @param {string} word @param {number} n */ (value, word, n) =>
    el('button', { type: 'button', role: 'radio', 'data-keep': word, 'aria-checked': String(value === warnings), on: { click: () => choose(value) } }, say(word, { n: number(n) }));
  const all = warnings ? report.warnings.length : report.rejected.length;
  return el('section', { class: 'card flush list-table' },
    el('div', { class: 'list-table-head' }, el('div', { class: 'segments', role: 'radiogroup', 'aria-label': say('list.look.which') },
      choice(false, 'list.look.rejected', report.rejected.length), choice(true, 'list.look.warned', report.warnings.length))),
    el('div', { class: 'scrolls', tabindex: 0, role: 'group', 'aria-label': say('list.look.which') },
      all === 0 ? el('p', { class: 'nothing soft' }, say(warnings ? 'list.look.noWarning' : 'list.look.noneRejected')) : warnings ? warned(report) : rejected(report),
      all > MOST_ROWS ? el('p', { class: 'nothing soft' }, say('list.look.more', { n: number(all - MOST_ROWS) })) : null,
      !warnings && all > 0 ? el('div', { class: 'note calm small' }, icon('help', 'small'), say('list.advice', { n: number(report.people) })) : null));
}

/** @param {string[]} words @param {HTMLElement[]} body */
function table(words, body) {
  return el('table', {}, el('thead', {}, el('tr', {}, ...words.map((word) => el('th', { scope: 'col', class: word === 'line' ? 'number' : '' }, say(`list.look.${word}`))))), el('tbody', {}, ...body));
}

/** @param {ImportReport} report */
function rejected(report) {
  return table(['line', 'column', 'value', 'wrong'], report.rejected.slice(0, MOST_ROWS).map((row) => el('tr', { 'data-line': row.line },
    el('td', { class: 'number' }, el('b', {}, row.line)), el('td', {}, row.column ? bdi(row.column) : say('list.look.wholeLine')),
    el('td', { class: 'value' }, row.value ? bdi(row.value) : say('list.look.blank')),
    el('td', {}, el('span', { class: 'row reason stop' }, shape('stop'), whyRejected(row))))));
}

/** @param {ImportReport} report */
function warned(report) {
  return table(['line', 'remark'], report.warnings.slice(0, MOST_ROWS).map((row) => el('tr', { 'data-line': row.line },
    el('td', { class: 'number' }, el('b', {}, row.line)), el('td', {}, el('span', { class: 'row reason decide' }, shape('decide'), whyWarned(row))))));
}

/** @param {ListColumn[]} columns @param {string[]} chosen @param {() => void} change */
function reading(columns, chosen, change) {
  return el('section', { class: 'card list-reading' }, el('h2', {}, say('list.look.reading')),
    el('ul', { class: 'scrolls', tabindex: 0, 'aria-label': say('list.look.reading') }, ...columns.map(({ heading }, place) => {
      const field = chosen[place] ?? OWN;
      return el('li', {}, bdi(heading, 'cut'), icon('next', 'small'), field === OWN ? el('span', { class: 'cut soft' }, say('list.field.own')) : el('b', { class: 'cut' }, say(`list.field.${field}`)));
    })),
    el('button', { class: 'button quiet', type: 'button', 'data-keep': 'list.look.change', on: { click: change } }, icon('edit', 'small'), say('list.look.change')));
}
