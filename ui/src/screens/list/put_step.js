// The last step: what will change, how far it is, and what became of it.

import { el } from '../../parts/dom.js';
import { number, time } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { bar } from '../../shell/head.js';
import { changes } from './reading.js';

/** @import { ImportReport } from '../../../types/wire.js' */

/** @typedef {{ of: number, done: number }} Progress */

/** @param {ImportReport} report @param {number} n how many people it changes */
export function sumsCard(report, n) {
  const rows = /** @type {const} */ (['added', 'updated', 'unchanged', 'gone', 'conflicts']).filter((name) => report[name] > 0 || name === 'added');
  const line = /** @param {(typeof rows)[number]} name */ (name) => el('li', { 'data-count': name }, el('b', {}, number(report[name])), el('span', {}, say(`list.put.${name}`)));
  return el('section', { class: 'card list-put' }, el('h2', {}, say(n ? 'list.put.title' : 'list.put.same')), el('ul', { class: 'sums' }, ...rows.map(line)),
    el('p', { class: 'soft' }, say(n ? 'list.kept' : 'list.put.same.help')));
}

/** @param {Progress} progress @param {() => void} stop */
export function progressCard({ done, of }, stop) {
  return el('section', { class: 'card list-put' }, el('h2', {}, say('list.put.underWay')),
    el('div', { role: 'progressbar', 'aria-label': say('list.put.underWay'), 'aria-valuemin': 0, 'aria-valuemax': of, 'aria-valuenow': done, 'aria-valuetext': say('list.put.rows', { n: number(done), of: number(of) }) }, bar(of ? done / of : 0)),
    el('p', { class: 'soft' }, done < of ? say('list.put.rows', { n: number(done), of: number(of) }) : say('list.put.folding')),
    el('button', { class: 'button', type: 'button', 'data-keep': 'list.put.stop', disabled: of > 0 && done >= of, on: { click: stop } }, icon('close', 'small'), say('list.put.stop')));
}

/** @param {ImportReport} report @param {number | null} undone how many left with the undo @param {number} at @param {HTMLElement | null} undo */
export function doneCard(report, undone, at, undo) {
  // Rows in which a desk's correction stays changed nothing that is shown.
  const text = undone === null ? say('list.done', { n: number(changes(report) - report.kept), time: time(at) }) : say('list.undone', { n: number(undone) });
  return el('section', { class: 'card list-put' }, el('div', { class: `note ${undone === null ? 'calm' : ''}`, role: 'status' }, icon(undone === null ? 'check' : 'undo', 'small'), text),
    el('p', { class: 'soft' }, say(undone === null ? 'list.done.help' : 'list.undone.help')), undo);
}
