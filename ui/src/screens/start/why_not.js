// The event could not be opened: what happened, and what there is to do. No event is open, so nobody's word is asked for.

import { el, fill } from '../../parts/dom.js';
import { call, callShell, isProblem } from '../../host.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { shortDay, time, useTimeZone } from '../../parts/format.js';
import { openFromBackup } from './from_backup.js';

/** @import { Opened, Rescued } from '../../../types/shell.js' */
/** @import { Problem } from '../../../types/wire.js' */
/** @import { IconName } from '../../parts/icons.js' */

/** The event is open again: what was saved, and what is missing. @param {Rescued} rescued */
async function sayWhatWasSaved({ made, saved, until, missing }) {
  // By the clock of the house, which the event knows.
  useTimeZone((await call('event', {})).timeZone);
  const at = /** @param {string | undefined} instant */ (instant) => (instant ? `${shortDay(instant)} ${time(instant)}` : '–');
  const words = { made: at(made), n: saved, until: at(until) };
  const button = el('button', { class: 'button main big', type: 'button', on: { click: () => location.reload() } }, say('rescue.goOn'), icon('next', 'small'));
  fill(document.body,
    el('main', { class: 'not-open', 'data-rescued': saved }, el('div', { class: 'card', role: 'alert' }, icon(missing ? 'alert' : 'check', 'large'), el('h1', {}, say('rescue.title')), el('p', {}, say('rescue.saved', words)), el('p', { class: missing ? '' : 'soft' }, say(missing ? 'rescue.missing' : 'rescue.whole', words)), button)));
  button.focus();
}

/** Puts the copy back that opening found. @returns {Promise<boolean>} whether it took over the screen */
async function restore() {
  const rescued = await callShell('restoreBackup', {});
  if (rescued) await sayWhatWasSaved(rescued);
  else location.reload();
  return true;
}

/** Opens another event file. @returns {Promise<boolean>} */
async function openAnother() {
  const isOpen = await callShell('openEvent', {});
  if (isOpen) location.reload();
  return isOpen;
}

/**
 * The copy that lies here comes first; another event and a copy from a stick are always to be had.
 *
 * @param {Problem} problem why the event is not open
 * @param {Opened} opened
 * @param {Problem | null} [also] what the last way that was tried led to
 */
export function sayWhyNot(problem, opened, also = null) {
  const main = el('main', { class: 'not-open', 'data-code': problem.code });
  const way = /** @param {string} name @param {string} word @param {IconName} picture @param {() => Promise<boolean>} run @param {boolean} [isMain] */ (name, word, picture, run, isMain = false) =>
    el('button', { class: `button big ${isMain ? 'main' : ''}`, type: 'button', 'data-way': name, on: { click: () => take(run, isMain) } }, icon(picture), say(word));
  const take = /** @param {() => Promise<boolean>} run @param {boolean} isMain */ async (run, isMain) => {
    for (const button of main.querySelectorAll('button')) button.disabled = true;
    try {
      if (!(await run())) sayWhyNot(problem, opened);
    } catch (thrown) {
      if (!isProblem(thrown)) throw thrown;
      // A copy that does not open either is not offered again.
      sayWhyNot(problem, isMain ? { ...opened, backup: false } : opened, thrown);
    }
  };
  fill(main, el('div', { class: 'card', role: 'alert' }, icon('alert', 'large'), el('h1', {}, say('start.title')), el('p', {}, problem.message), el('p', { class: 'soft' }, problem.hint),
    also ? el('p', { class: 'note stop', 'data-also': also.code }, icon('alert', 'small'), el('span', {}, el('b', {}, also.message), ' ', also.hint)) : null,
    el('div', { class: 'row wrap' },
      opened.backup ? way('restore', 'start.restore', 'undo', restore, true) : null,
      way('event', 'start.first.event', 'file', openAnother),
      way('backup', 'start.first.backup', 'box', openFromBackup))));
  fill(document.body, main);
  main.querySelector('button')?.focus();
}
