// One short message at the bottom of the stage, with one thing to do about it.

import { cap, el, fill } from '../parts/dom.js';

/** How long a message stays, in ms; `--toast` of the tokens. */
const TOAST_MS = 10_000;

/**
 * @typedef {object} ToastAct
 * @property {string} text
 * @property {string} [key] as on the key cap
 * @property {string} [shortcut] as in `aria-keyshortcuts`
 * @property {() => void} run
 */

export class Toast {
  #place;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #clock;
  /** @type {ToastAct[]} */
  acts = [];

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place;
    // Whoever reads or points at it needs longer.
    for (const type of ['mouseenter', 'focusin', 'touchstart']) place.addEventListener(type, () => clearTimeout(this.#clock));
    for (const type of ['mouseleave', 'focusout']) place.addEventListener(type, () => this.#run());
  }

  /**
   * Shows a message in the place of the one before. One with `stays` waits until it is answered.
   *
   * @param {(Node | string)[]} text
   * @param {ToastAct[]} [acts]
   * @param {{ stays?: boolean, wrong?: boolean }} [how] `wrong`: something broke
   */
  show(text, acts = [], how = {}) {
    this.acts = acts;
    const buttons = acts.map((act) =>
      el('button', { class: 'button', type: 'button', 'aria-keyshortcuts': act.shortcut, on: { click: () => this.#done(act) } },
        act.text, act.key ? cap(act.key) : null));
    fill(this.#place, el('div', { class: `toast ${how.wrong ? 'wrong' : ''}`, role: how.wrong ? 'alert' : 'status' }, el('span', {}, ...text), ...buttons));
    clearTimeout(this.#clock);
    if (!how.stays) this.#run();
    else this.#clock = undefined;
    this.#place.toggleAttribute('data-stays', Boolean(how.stays));
  }

  hide() {
    clearTimeout(this.#clock);
    this.#place.removeAttribute('data-stays');
    this.acts = [];
    fill(this.#place);
  }

  /** Makes room, unless it waits for an answer. */
  give() {
    if (!this.#place.hasAttribute('data-stays')) this.hide();
  }

  get isShown() {
    return this.#place.childElementCount > 0;
  }

  #run() {
    clearTimeout(this.#clock);
    if (!this.#place.hasAttribute('data-stays')) this.#clock = setTimeout(() => this.hide(), TOAST_MS);
  }

  /** @param {ToastAct} act */
  #done(act) {
    this.hide();
    act.run();
  }
}
