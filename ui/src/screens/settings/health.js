// Is the desk ready: each check with its sign, its word, what it found and what to do. It asks again while it is looked
// at, and says when nobody answers.

import { bdi, el, fill } from '../../parts/dom.js';
import { number, size, time, when } from '../../parts/format.js';
import { shape } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { call, isProblem } from '../../host.js';

/** @import { CheckWire, HealthWire } from '../../../types/wire.js' @import { Computer } from '../../../types/shell.js' */
/** @import { ShapeName } from '../../parts/icons.js' */

/** How often it asks, in ms. */
const EVERY_MS = 5000;
/** After so long without an answer what stands there is old, in ms. */
const OLD_MS = 8000;
/** How each state looks. @type {Record<CheckWire['state'], ShapeName>} */
const SHAPES = { ok: 'go', attention: 'decide', blocked: 'stop' };

export class HealthCard {
  #element = el('section', { class: 'card health', 'aria-live': 'off' });
  #isLookedAt;
  #computer;
  /** @type {HealthWire | null} */
  #found = null;
  /** The journal is read on wish only; what was found then stands with its time. @type {{ check: CheckWire, at: number } | null} */
  #journal = null;
  #at = 0;
  /** Whether a question was answered with a problem. */
  #refused = false;
  #asking = false;
  #running = false;
  /** What became of the report for whoever helps from afar. */
  #saved = '';

  /** @param {() => boolean} isLookedAt @param {() => Computer | null} computer */
  constructor(isLookedAt, computer) {
    this.#computer = computer;
    this.#isLookedAt = isLookedAt;
    setInterval(() => {
      if (this.#isLookedAt()) this.ask(false);
    }, EVERY_MS);
    setInterval(() => {
      if (this.#isLookedAt() && this.#isSilent) this.show();
    }, 1000);
  }

  /** What stands there is not known to be so: the last question was refused, or is not answered. */
  get #isSilent() {
    return this.#refused || (this.#at > 0 && !this.#running && Date.now() - this.#at > OLD_MS && this.#isLookedAt());
  }

  /** @param {boolean} all */
  async ask(all) {
    if (this.#asking) return;
    this.#asking = true;
    this.#running = all;
    if (all) this.show();
    try {
      const found = await call('health', all ? { all } : {});
      this.#found = found;
      this.#at = Date.now();
      this.#refused = false;
      const journal = found.checks.find((check) => check.check === 'journal');
      if (journal) this.#journal = { check: journal, at: this.#at };
    } catch {
      this.#refused = true;
    } finally {
      this.#asking = false;
      this.#running = false;
      this.show();
    }
  }

  show() {
    const focused = document.activeElement;
    const kept = focused instanceof HTMLElement && this.#element.contains(focused) ? focused.dataset.choice : undefined;
    const checks = (this.#found?.checks ?? []).filter((check) => check.check !== 'journal');
    const worst = [/** @type {{ state: CheckWire['state'] }} */ ({ state: this.#power === 'ok' ? 'ok' : 'attention' }), ...checks, ...(this.#journal ? [this.#journal.check] : [])].map((check) => check.state);
    const state = worst.includes('blocked') ? 'blocked' : worst.includes('attention') ? 'attention' : 'ok';
    const head = this.#isSilent
      ? el('p', { class: 'note stop small', role: 'alert' }, say('health.silent'))
      : this.#found ? el('p', { class: `health-is ${state}`, 'data-state': state }, shape(SHAPES[state]), say(`health.is.${state}`)) : null;
    fill(this.#element, el('div', { class: 'card-head' }, el('h2', {}, say('health.title')), this.#at ? el('span', { class: 'soft small-text' }, say('health.updated', { time: time(this.#at) })) : null),
      head, el('ul', { class: 'checks' }, ...checks.map((check) => row(check)), this.#found ? this.#powerRow() : null, this.#found ? this.#journalRow() : null),
      el('button', { class: 'button wide', type: 'button', 'data-choice': 'allChecks', disabled: this.#running, on: { click: () => this.ask(true) } }, say(this.#running ? 'health.running' : 'health.all')),
      el('button', { class: 'button quiet wide', type: 'button', 'data-choice': 'support', on: { click: () => this.#saveSupport() } }, say('health.support')),
      this.#saved ? el('p', { class: 'small-text', role: 'status' }, bdi(this.#saved)) : null);
    if (kept) /** @type {HTMLElement | null} */ (this.#element.querySelector(`button[data-choice=${kept}]`))?.focus();
    return this.#element;
  }

  /** What is found of this computer, which the event knows nothing of. */
  get #power() {
    const computer = this.#computer();
    if (!computer?.awake || !computer.bright) return 'sleeps';
    return computer.mains === false ? 'battery' : 'ok';
  }

  #powerRow() {
    const state = this.#power === 'ok' ? 'ok' : 'attention';
    return el('li', { 'data-check': 'power', 'data-state': state, class: state }, shape(SHAPES[state]), el('b', {}, say('health.power')),
      el('span', {}, say(`health.power.${this.#power}`), el('span', { class: 'for-readers' }, ` (${say(`health.word.${state}`)})`)));
  }

  /** A report without names, for whoever helps from afar. */
  async #saveSupport() {
    try {
      const { path } = await call('saveSupport', {});
      this.#saved = say('health.supported', { path });
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#saved = `${problem.message} ${problem.hint}`;
    }
    this.show();
  }

  #journalRow() {
    if (this.#journal) return row(this.#journal.check, time(this.#journal.at));
    return el('li', { 'data-check': 'journal' }, shape('off'), el('b', {}, say('health.journal')), el('span', { class: 'soft' }, say('health.never')));
  }
}

/** @param {CheckWire} check @param {string} [checked] */
function row(check, checked) {
  const words = {
    size: check.bytes === undefined ? '' : size(check.bytes),
    when: check.at ? when(check.at, Date.now()) : say('time.never'),
    n: number(check.faults ?? 0),
  };
  const text = say(`health.${check.check}.${check.found}`, words) || say(`health.word.${check.state}`);
  return el('li', { 'data-check': check.check, 'data-state': check.state, class: check.state }, shape(SHAPES[check.state]), el('b', {}, say(`health.${check.check}`)),
    el('span', {}, bdi(text), el('span', { class: 'for-readers' }, ` (${say(`health.word.${check.state}`)})`), checked ? el('span', { class: 'soft' }, ` · ${checked}`) : null));
}
