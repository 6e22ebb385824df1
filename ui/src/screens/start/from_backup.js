// The spare laptop: a backup of another computer becomes the event of this one.

import { bdi, el, fill } from '../../parts/dom.js';
import { callShell, isProblem } from '../../host.js';
import { icon } from '../../parts/icons.js';
import { askForPassphrase } from './passphrase.js';
import { number, shortDay, time, useTimeZone } from '../../parts/format.js';
import { say } from '../../i18n/say.js';

/** @import { Held } from '../../../types/shell.js' */

/** Lets a person choose a backup and opens it; asks for its passphrase if it has one. @returns {Promise<boolean>} whether it took over the screen */
export async function openFromBackup() {
  const path = await callShell('chooseBackup', {});
  if (!path) return false;
  try {
    sayWhatItHolds(await callShell('openBackup', { path }));
  } catch (problem) {
    if (!isProblem(problem) || problem.code !== 'passphraseNeeded') throw problem;
    const back = el('button', { class: 'button', type: 'button', on: { click: () => location.reload() } }, icon('back', 'small'), say('start.first.back'));
    askForPassphrase(async (passphrase) => sayWhatItHolds(await callShell('openBackup', { path, passphrase })), [back]);
  }
  return true;
}

/** What came along, and that the rest is not here. @param {Held} held */
function sayWhatItHolds({ title, timeZone, listed, arrived, until }) {
  useTimeZone(timeZone);
  const words = { until: until ? `${shortDay(until)} ${time(until)}` : '–', arrived: number(arrived), listed: number(listed) };
  const button = el('button', { class: 'button main big', type: 'button', on: { click: () => location.reload() } }, say('rescue.goOn'), icon('next', 'small'));
  fill(document.body, el('main', { class: 'not-open', 'data-from-backup': true }, el('div', { class: 'card', role: 'alert' }, icon('check', 'large'), el('h1', {}, bdi(title)),
    el('p', {}, say('start.backup.holds', words)), el('p', {}, say('start.backup.missing', words)), button)));
  button.focus();
}
