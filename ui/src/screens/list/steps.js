// The five steps of getting a list in, and the card with which the first one begins.

import { bdi, el } from '../../parts/dom.js';
import { number, time, when } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { changes, howRead, pasteFault } from './reading.js';

/** @import { ImportReport } from '../../../types/wire.js' */

/** @typedef {'file' | 'columns' | 'look' | 'compare' | 'put'} Step */

export const STEPS = /** @type {const} */ (['file', 'columns', 'look', 'compare', 'put']);

/** Where the lead is. @param {Step} now @param {{ skips: boolean, over: boolean }} how whether nothing is compared, and whether the list is in */
export function stepsLine(now, { skips, over }) {
  const at = STEPS.indexOf(now);
  return el('ol', { class: 'list-steps', 'aria-label': say('list.steps') }, ...STEPS.map((step, place) => {
    const skipped = step === 'compare' && skips;
    const state = skipped ? 'skipped' : place < at || over ? 'done' : place === at ? 'on' : '';
    return el('li', { class: state, 'aria-current': place === at ? 'step' : null },
      el('span', { class: 'sign', 'aria-hidden': 'true' }, state === 'done' ? '✓' : place + 1),
      say(`list.step.${step}`), skipped ? el('span', { class: 'for-readers' }, ` (${say('list.step.skipped')})`) : null);
  }));
}

/**
 * A file to be chosen, or rows to be pasted, and the list before this one.
 *
 * @param {{ name: string, report: ImportReport | null, undone: number | null, last: HTMLElement | null }} now
 * @param {{ choose: HTMLElement, next: HTMLElement | null, read: (text: () => string) => HTMLElement, tooLong: (text: string) => void }} buttons
 */
export function fileCard({ name, report, undone, last }, { choose, next, read, tooLong }) {
  // What is too long is said, not cut, and never comes into the field: millions of lines in it would break the page.
  const paste = el('textarea', { class: 'input mono', rows: 3, 'data-keep': 'list.paste', 'aria-label': say('list.paste'), placeholder: say('list.paste.help'), spellcheck: 'false' });
  paste.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!pasteFault(text)) return;
    event.preventDefault();
    tooLong(text);
  });
  return el('section', { class: 'card list-file' }, icon('file', 'large'), el('h2', {}, say('list.file.title')), el('p', { class: 'soft' }, say('list.file.help')),
    name ? el('p', { class: 'file-name' }, bdi(name), report ? el('span', { class: 'soft' }, howRead(report)) : null) : null,
    el('div', { class: 'row wrap' }, choose, next),
    el('div', { class: 'list-paste' }, paste, read(() => paste.value)),
    undone === null ? null : el('p', { role: 'status' }, say('list.undone', { n: number(undone) })),
    last);
}

/**
 * The list before this one, as long as it can be undone: put in here, or before this window was opened.
 *
 * @param {{ report: ImportReport, at: number, file: string } | null} last
 * @param {{ listImport?: string, listAt?: string }} info
 * @param {number} now
 * @param {() => HTMLElement} undo
 */
export function lastCard(last, { listImport, listAt }, now, undo) {
  const earlier = listImport && listAt ? [say('list.earlier', { when: when(listAt, now) })] : [];
  const text = last ? [bdi(last.file), ' · ', say('list.done', { n: number(changes(last.report)), time: time(last.at) })] : earlier;
  return text.length ? el('div', { class: 'last-list' }, el('p', {}, ...text), undo()) : null;
}
