// Somebody wants to close the window in kiosk mode: who may, and the two ways out. Nothing modal: Esc, or the next guest, leaves
// the question.

import { el, fill, setText } from '../parts/dom.js';
import { call, isProblem } from '../host.js';
import { say } from '../i18n/say.js';
import { leaveKiosk } from './kiosk.js';

export class WayOut {
  element = el('section', { class: 'card lead-word way-out', role: 'region', hidden: true });
  #said = el('p', { class: 'lock-said', role: 'alert' });
  /** @type {Element | null} */
  #from = null;

  constructor() {
    document.body.append(this.element);
    addEventListener('closeasked', () => this.ask());
    addEventListener('keydown', (event) => {
      if (this.element.hidden || event.key !== 'Escape') return;
      this.leave();
      event.preventDefault();
      event.stopImmediatePropagation();
    }, { capture: true });
  }

  /** Says who may leave, and asks how. */
  async ask() {
    // The lock screen says it there: nobody has signed in.
    if (document.documentElement.hasAttribute('data-locked')) return this.leave();
    const who = await whoMay();
    if (this.element.hidden) this.#from = document.activeElement;
    // A screen that came up since has taken the place of everything.
    document.body.append(this.element);
    setText(this.#said, '');
    const way = /** @param {string} name @param {() => void} run @param {boolean} [main] */ (name, run, main) =>
      el('button', { class: `button wide ${main ? 'main' : ''}`, type: 'button', 'data-way-out': name, on: { click: run } }, say(`kiosk.way.${name}`));
    this.element.setAttribute('aria-label', say('kiosk.way.title'));
    fill(this.element, el('h2', {}, say('kiosk.way.title')), el('p', { class: 'soft', 'data-who-may': who }, say(`kiosk.may.${who}`)),
      way('stay', () => this.leave(), true),
      who === 'nobody' ? null : [way('window', () => this.#go(false)), way('end', () => this.#go(true))], this.#said,
      el('p', { class: 'soft small-text' }, say('kiosk.way.help')));
    this.element.hidden = false;
    /** @type {HTMLElement | null} */ (this.element.querySelector('[data-way-out=stay]'))?.focus();
    return undefined;
  }

  /** Leaves the question; the window stays. */
  leave() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    if (this.#from instanceof HTMLElement && this.#from.isConnected) this.#from.focus();
  }

  /** @param {boolean} end */
  async #go(end) {
    this.leave();
    try {
      await leaveKiosk(end);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      // The lead's word was asked for and not given: nothing is to be said.
      if (problem.code === 'leadNeeded') return;
      await this.ask();
      setText(this.#said, `${problem.message} ${problem.hint}`);
    }
  }
}

/** Who may leave: the lead; everybody, because no staff are entered or no event is open; nobody before the passphrase. */
async function whoMay() {
  try {
    const { staff } = await call('staff', {});
    return staff.length ? 'lead' : 'everybody';
  } catch (problem) {
    if (!isProblem(problem)) throw problem;
    return ['passphraseNeeded', 'wrongPassphrase'].includes(problem.code) ? 'nobody' : 'noEvent';
  }
}
