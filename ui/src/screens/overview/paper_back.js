// The paper list comes in again: the code of a row is scanned, the time that was written there is typed, Enter; the next
// row. What was written on paper counts from when it was written.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { time } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { call, isProblem } from '../../host.js';
import { asScanned } from '../../input/keyboards.js';

/** @import { CheckInParams } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

/** Rows that are shown. */
const MOST = 200;

/** @typedef {{ at: string, name: string, outcome: string, checkIn?: string, undone?: boolean }} Row */

/**
 * The instant at which the clock of the house showed this on the day of `now`; none for what is no time.
 *
 * @param {string} text `8.43`, `08:43`, `0843`
 * @param {number} now in ms
 * @param {string} zone
 */
export function writtenAt(text, now, zone) {
  const found = /^(\d{1,2})[.:]?(\d{2})$/.exec(text.trim());
  if (!found || Number(found[1]) > 23 || Number(found[2]) > 59) return null;
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', timeZoneName: 'longOffset' }).formatToParts(now).map(({ type, value }) => [type, value]));
  const offset = /** @type {string} */ (parts.timeZoneName).replace('GMT', '') || '+00:00';
  return `${parts.year}-${parts.month}-${parts.day}T${String(found[1]).padStart(2, '0')}:${found[2]}:00${offset}`;
}

export class PaperBack {
  element = el('div', { class: 'paper-back' });
  #desk;
  #back;
  /** What was scanned, until its time is there. @type {Partial<CheckInParams> | null} */
  #code = null;
  #said = '';
  /** @type {Row[]} */
  #rows = [];
  #time = el('input', { class: 'input', type: 'text', inputmode: 'numeric', maxlength: 5, autocomplete: 'off', 'data-keep': 'time', id: 'paper-time' });
  #status = el('p', { class: 'large-text', role: 'status' });
  #list = el('div', { class: 'card flush inside-list', tabindex: '0', role: 'region' });

  /** @param {Desk} desk @param {() => void} back */
  constructor(desk, back) {
    this.#desk = desk;
    this.#back = back;
    this.#time.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      event.stopPropagation();
      this.#put();
    });
  }

  open() {
    this.#code = null;
    this.#said = '';
    this.show();
    this.#time.focus();
  }

  /** A row's code was scanned. @param {string} text @param {string[]} before @param {boolean} typed */
  heard(text, before, typed) {
    this.#said = this.#code ? say('paper.left') : '';
    this.#code = asScanned(text, before, typed, this.#desk.scanners);
    this.show();
    this.#time.focus();
    this.#time.select();
  }

  async #put() {
    const at = writtenAt(this.#time.value, this.#desk.now(), this.#desk.info.timeZone);
    if (!this.#code || !at) {
      this.#said = say(this.#code ? 'paper.noTime' : 'paper.scan');
      return this.show();
    }
    const scanned = this.#code;
    this.#code = null;
    try {
      const answer = await call('checkIn', { ...scanned, at });
      this.#rows = [{ at, name: answer.attendee?.name ?? '', outcome: answer.outcome, checkIn: answer.checkIn }, ...this.#rows].slice(0, MOST);
      this.#said = say('paper.done', { word: say(`outcome.${answer.outcome}.word`), name: answer.attendee?.name ?? '' });
      await this.#desk.refresh();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#code = scanned;
      this.#said = `${problem.message} ${problem.hint}`;
    }
    this.show();
    this.#time.select();
  }

  /** @param {Row} row */
  async #undo(row) {
    try {
      await call('undoCheckIn', { checkIn: row.checkIn ?? '', reason: 'paper list' });
      row.undone = true;
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#said = `${problem.message} ${problem.hint}`;
    }
    this.show();
  }

  show() {
    fill(this.#status, icon(this.#code ? 'check' : 'scan', 'small'), ' ', say(this.#code ? 'paper.time' : 'paper.scan'), this.#said ? ' · ' : '', bdi(this.#said));
    this.#list.setAttribute('aria-label', say('paper.rows'));
    const row = /** @param {Row} one */ (one) => el('tr', { class: one.undone ? 'soft' : '', 'data-outcome': one.outcome }, el('td', {}, time(one.at)), el('td', {}, el('b', {}, bdi(one.name))), el('td', {}, say(one.undone ? 'paper.undone' : `outcome.${one.outcome}.word`)),
      el('td', {}, one.checkIn && !one.undone ? el('button', { class: 'button quiet', type: 'button', on: { click: () => this.#undo(one) } }, icon('undo', 'small'), say('act.undo')) : null));
    fill(this.#list, this.#rows.length ? el('table', {}, el('thead', {}, el('tr', {}, ...['time', 'guest', 'outcome', 'undo'].map((head) => el('th', { scope: 'col' }, say(`paper.head.${head}`))))), el('tbody', {}, ...this.#rows.map(row))) : null);
    if (this.#time.isConnected) return;
    fill(this.element,
      el('div', { class: 'overview-head' }, el('h1', {}, say('paper.title')), el('div', { class: 'row wrap' }, el('button', { class: 'button', type: 'button', on: { click: this.#back } }, say('inside.back'), cap('Esc')))),
      el('p', { class: 'soft' }, say('paper.how')),
      el('div', { class: 'row wrap' }, el('label', { class: 'row', for: 'paper-time' }, el('span', { class: 'label' }, say('paper.written'))), this.#time, this.#status), this.#list);
  }
}
