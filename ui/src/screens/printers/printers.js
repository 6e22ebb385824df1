// The printers of this desk: how each is, what waits, whose badge comes out elsewhere, and what is asked.

import { bdi, el, fill } from '../../parts/dom.js';
import { call, isProblem } from '../../host.js';
import { icon } from '../../parts/icons.js';
import { say, sayNodes } from '../../i18n/say.js';
import { printerCard, empty } from './card.js';
import { OrderForm, PrinterForm } from './form.js';

/** @import { Printers, PrinterState, Problem } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

/** How often it is asked how they are while somebody looks, in ms. */
const LOOK_MS = 1000;

/** @typedef {{ broke: (problem: Problem) => void, done: () => void }} PrintersActs */

export class PrintersScreen {
  element = el('div', { class: 'printers-screen' });
  #desk;
  #act;
  /** @type {Printers | null} */
  #all = null;
  #shown = '';
  /** The printer whose change of roll is explained. @type {string | null} */
  #how = null;
  /** @type {PrinterForm | OrderForm | null} */
  #form = null;
  #printerForm;
  #orderForm;
  /** When the question on F7 came up: a key that was on its way must not answer it. */
  #askedSince = 0;
  #asked = '';
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #clock;

  /** @param {Desk} desk @param {PrintersActs} act */
  constructor(desk, act) {
    this.#desk = desk;
    this.#act = act;
    const close = () => this.#close();
    this.#printerForm = new PrinterForm({ saved: (all) => { this.#take(all); close(); }, close, locked: () => desk.info.locked });
    this.#orderForm = new OrderForm({ saved: (all) => this.#take(all), close, templates: () => desk.info.badgeTemplates });
    desk.on('printing', () => {
      if (this.isShown) this.#ask();
    });
  }

  get isShown() {
    return this.element.isConnected;
  }

  open() {
    this.show();
    this.#ask();
    clearInterval(this.#clock);
    this.#clock = setInterval(() => (this.isShown ? this.#ask() : clearInterval(this.#clock)), LOOK_MS);
  }

  escape() {
    if (!this.#form) return false;
    this.#close();
    return true;
  }

  /** F7: the first badge that is asked about came out. */
  wayOn() {
    const asked = this.#firstAsked()?.unknown[0];
    if (!asked || this.#form || performance.now() - this.#askedSince < 400) return false;
    this.#answer(asked.job, asked.attendee, true);
    return true;
  }

  show() {
    this.#shown = '';
    this.#render();
  }

  async #ask() {
    try {
      this.#take(await call('printers', {}));
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
    }
  }

  /** @param {Printers} all */
  #take(all) {
    this.#all = all;
    this.#render();
  }

  #firstAsked() {
    return this.#all?.printers.find((printer) => printer.unknown.length > 0);
  }

  #render() {
    const all = this.#all;
    const state = JSON.stringify([all, this.#how, this.#form === null]);
    // Nothing moves under a finger while nothing has changed.
    if (!all || state === this.#shown) return;
    this.#shown = state;
    const asking = this.#firstAsked();
    if ((asking?.unknown[0]?.job ?? '') !== this.#asked) {
      this.#asked = asking?.unknown[0]?.job ?? '';
      this.#askedSince = performance.now();
    }
    const kept = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.deed : undefined;
    const head = el('div', { class: 'printers-head' }, el('h1', {}, say('rail.printers')), el('p', { class: 'soft' }, ...this.#order(all)),
      el('div', { class: 'row' },
        all.printers.length ? el('button', { class: 'button', type: 'button', 'data-deed': 'order', on: { click: () => this.#openForm(this.#orderForm, () => this.#orderForm.open(all)) } }, say('printers.order.change')) : null,
        el('button', { class: 'button', type: 'button', 'data-deed': 'add', on: { click: () => this.#openForm(this.#printerForm, () => this.#printerForm.open(null)) } }, icon('plus', 'small'), say('printers.add'))));
    const cards = el('div', { class: 'printer-cards', tabindex: '0', role: 'group', 'aria-label': say('rail.printers') });
    if (all.printers.length) {
      fill(cards, ...all.printers.map((printer) => printerCard(printer, all, this.#acts(), {
        f7: printer === asking,
        how: this.#how === printer.id,
        toggleHow: () => {
          this.#how = this.#how === printer.id ? null : printer.id;
          this.#render();
        },
      })));
    } else {
      empty(cards, [icon('file', 'large'), el('p', { class: 'large-text' }, ...sayNodes('empty.printers', { folder: bdi(all.folder) }))]);
    }
    // A form that somebody fills in stays the node it is.
    if (this.#form && this.#form.element.isConnected) {
      this.element.querySelector('.printers-head')?.replaceWith(head);
      this.element.querySelector('.printer-cards')?.replaceWith(cards);
    } else {
      fill(this.element, head, this.#form?.element ?? null, cards);
    }
    if (kept) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-deed="${CSS.escape(kept)}"]`))?.focus();
  }

  /** @param {Printers} all @returns {(Node | string)[]} */
  #order(all) {
    if (all.auto === 'off') return [say('lamp.printer.none')];
    const names = all.order.map((id) => all.printers.find((one) => one.id === id)?.name).filter((name) => name !== undefined);
    const [first, ...others] = names;
    if (first === undefined) return [];
    return [...sayNodes('printers.order.first', { a: bdi(first) }), ...others.flatMap((name) => sayNodes('printers.order.else', { b: bdi(name) }))];
  }

  /** @returns {import('./card.js').CardActs} */
  #acts() {
    return {
      rollChanged: (printer) => this.#do('rollChanged', { printer: printer.id }),
      test: (printer, page) => this.#do('testPrint', { printer: printer.id, page }),
      pause: (printer) => this.#do('pausePrinter', { printer: printer.id, paused: !printer.paused }),
      edit: (printer) => this.#openForm(this.#printerForm, () => this.#printerForm.open(printer)),
      move: (printer, to) => this.#do('moveJobs', { from: printer.id, to: to.id }),
      answer: (job, attendee, cameOut, again) => this.#answer(job, attendee, cameOut, again),
      accept: (printer) => this.#accept(printer),
    };
  }

  /** @param {PrinterState} printer */
  #accept(printer) {
    const { id, name, place, kind, address, dpi, rollLabels, offsetMm, paused, showsCertificate } = printer;
    this.#do('savePrinter', { id, name, place, kind, address, dpi, rollLabels, offsetMm, paused, certificate: showsCertificate });
  }

  /**
   * @template {'rollChanged' | 'testPrint' | 'pausePrinter' | 'moveJobs' | 'savePrinter'} T
   * @param {T} name
   * @param {import('../../../types/wire.js').Calls[T]['params']} params
   */
  async #do(name, params) {
    try {
      this.#take(/** @type {Printers} */ (await call(name, params)));
      await this.#desk.refresh();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#act.broke(problem);
    }
  }

  /** @param {string} job @param {string} attendee @param {boolean} cameOut @param {string} [again] the printer for the next attempt */
  async #answer(job, attendee, cameOut, again) {
    try {
      await call('answerJob', { job, cameOut });
      if (!cameOut) await call('queueBadge', { attendee, ...(again ? { printer: again } : {}) });
      await this.#desk.refresh();
      await this.#ask();
      this.#act.done();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#act.broke(problem);
    }
  }

  /** @param {PrinterForm | OrderForm} form @param {() => void} open */
  #openForm(form, open) {
    this.#form?.element.remove();
    this.#form = form;
    this.show();
    open();
  }

  #close() {
    this.#form?.element.remove();
    this.#form = null;
    this.show();
    this.#act.done();
  }
}
