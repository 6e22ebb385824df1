// What goes out: reports on paper, the list as a file, and the paper list coming in again.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { call, isProblem } from '../../host.js';
import { PaperBack } from './paper_back.js';

/** @import { ExportColumn, ReportParams } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

/** @type {ReportParams['report'][]} */
const REPORTS = ['arrivals', 'inside', 'noShows', 'statistics'];
/** Who is written: the parameters of each. */
const WHO = /** @type {const} */ ({ all: {}, arrived: { arrived: true }, missing: { arrived: false }, cancelled: { status: 'cancelled' } });

export class Outlet {
  element = el('div', { class: 'outlet' });
  #back;
  #paper;
  #isPaper = false;
  #said = '';
  #busy = false;
  /** @type {keyof typeof WHO} */
  #who = 'all';
  /** @type {'xlsx' | 'csv'} */
  #format = 'xlsx';
  /** @type {ExportColumn[]} */
  #columns = [];
  /** Keys of the columns that are left out. @type {Set<string>} */
  #without = new Set();

  /** @param {Desk} desk @param {() => void} back */
  constructor(desk, back) {
    this.#back = back;
    this.#paper = new PaperBack(desk, () => this.#leavePaper());
  }

  async open() {
    this.#isPaper = false;
    this.#said = '';
    this.show();
    this.#focus('report-arrivals');
    await this.#try(async () => {
      this.#columns = await call('exportColumns', {});
    });
    this.#focus('report-arrivals');
  }

  /** A scan while the paper list comes in again. @param {string} text @param {string[]} before @param {boolean} typed @returns {boolean} whether it was for this */
  hear(text, before, typed) {
    if (!this.#isPaper) return false;
    this.#paper.heard(text, before, typed);
    return true;
  }

  /** One step back. @returns {boolean} whether there was one */
  escape() {
    if (!this.#isPaper) return false;
    this.#leavePaper();
    return true;
  }

  #leavePaper() {
    this.#isPaper = false;
    this.show();
    this.#focus('paper');
  }

  /** @param {() => Promise<void>} work */
  async #try(work) {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await work();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#said = `${problem.message} ${problem.hint}`;
    }
    this.#busy = false;
    this.show();
  }

  /** @param {ReportParams['report']} report */
  #report(report) {
    return this.#try(async () => {
      const { path } = await call('saveReport', { report });
      this.#said = say('inside.saved', { file: path });
    });
  }

  #export() {
    const columns = this.#columns.map(({ key }) => key).filter((key) => !this.#without.has(key));
    return this.#try(async () => {
      const { path, attendees } = await call('exportList', { format: this.#format, ...WHO[this.#who], ...(columns.length && columns.length < this.#columns.length ? { columns } : {}) });
      this.#said = say('out.saved', { n: attendees, file: path });
    });
  }

  show() {
    if (this.#isPaper) {
      if (!this.#paper.element.isConnected) fill(this.element, this.#paper.element);
      return this.#paper.show();
    }
    const kept = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
    const button = /** @param {string} keep @param {string} text @param {() => void} press @param {'file' | 'printer' | 'scan' | 'back'} picture @param {string} [className] */ (keep, text, press, picture, className = 'button') =>
      el('button', { class: className, type: 'button', 'data-keep': keep, on: { click: press } }, icon(picture, 'small'), text);
    fill(this.element,
      el('div', { class: 'overview-head' }, el('h1', {}, say('out.title')), el('div', { class: 'row wrap' }, el('button', { class: 'button', type: 'button', 'data-keep': 'back', on: { click: this.#back } }, say('inside.back'), cap('Esc')))),
      el('p', { class: 'inside-said', role: 'status', hidden: !this.#said }, bdi(this.#said)),
      el('div', { class: 'outlet-cards' },
        el('section', { class: 'card' }, el('h2', {}, say('out.reports')), el('p', { class: 'soft small-text' }, say('out.reports.help')),
          ...REPORTS.map((report) => button(`report-${report}`, say(`report.${report}`), () => this.#report(report), 'printer'))),
        el('section', { class: 'card' }, el('h2', {}, say('out.list')), el('p', { class: 'soft small-text' }, say('out.list.help')),
          this.#select('who', say('out.who'), Object.keys(WHO).map((who) => [who, say(`out.who.${who}`)]), this.#who, (value) => { this.#who = /** @type {keyof typeof WHO} */ (value); }),
          this.#select('format', say('out.format'), [['xlsx', say('out.format.xlsx')], ['csv', say('out.format.csv')]], this.#format, (value) => { this.#format = value === 'csv' ? 'csv' : 'xlsx'; }),
          this.#columnChoice(), button('export', say('out.export'), () => this.#export(), 'file', 'button main')),
        el('section', { class: 'card' }, el('h2', {}, say('paper.title')), el('p', { class: 'soft small-text' }, say('paper.help')),
          button('paper', say('paper.open'), () => this.#openPaper(), 'scan'))));
    if (kept) this.#focus(kept);
  }

  #openPaper() {
    this.#isPaper = true;
    this.show();
    this.#paper.open();
  }

  /** @param {string} keep @param {string} label @param {string[][]} options @param {string} chosen @param {(value: string) => void} choose */
  #select(keep, label, options, chosen, choose) {
    return el('label', { class: 'stack' }, el('span', { class: 'label' }, label),
      el('select', { class: 'input', 'data-keep': keep, on: { change: (/** @type {{ target: HTMLSelectElement }} */ event) => choose(event.target.value) } },
        ...options.map(([value, text]) => el('option', { value, selected: value === chosen }, text ?? ''))));
  }

  #columnChoice() {
    const tick = /** @param {ExportColumn} column */ ({ key, heading }) => el('label', { class: 'row' },
      el('input', { type: 'checkbox', checked: !this.#without.has(key), 'data-keep': `column-${key}`, on: { change: (/** @type {{ target: HTMLInputElement }} */ event) => { if (event.target.checked) this.#without.delete(key); else this.#without.add(key); } } }), bdi(heading));
    return el('details', { class: 'outlet-columns' }, el('summary', { 'data-keep': 'columns' }, say('out.columns')), el('div', { class: 'scrolls' }, ...this.#columns.map(tick)));
  }

  /** @param {string} keep */
  #focus(keep) {
    /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-keep="${CSS.escape(keep)}"]`))?.focus();
  }
}
