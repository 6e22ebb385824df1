// Why? One of a few reasons, or an own one; it stays in the journal.

import { cap, el, fill } from '../../parts/dom.js';
import { say } from '../../i18n/say.js';

/** @typedef {{ done: (reason: string) => void, leave: () => void }} ReasonActs */

export class ReasonForm {
  element = el('div', { class: 'stack reason-form' });
  #act;

  /** @param {string} title @param {string[]} reasons @param {ReasonActs} act */
  constructor(title, reasons, act) {
    this.#act = act;
    const own = el('input', { class: 'input', maxlength: '200', 'aria-label': say('reason.own'), placeholder: say('reason.own') });
    fill(this.element, el('h2', {}, say(title)),
      ...reasons.map((key) => el('button', { class: 'button wide start', type: 'button', on: { click: () => this.#act.done(say(key)) } }, say(key))),
      el('form', { class: 'row', novalidate: true, on: { submit: (event) => this.#submit(event, own.value) } }, own, el('button', { class: 'button main' }, say('act.ok'))),
      el('button', { class: 'button quiet', type: 'button', on: { click: () => this.#act.leave() } }, say('act.leave'), cap('Esc')));
  }

  focus() {
    this.element.querySelector('button')?.focus();
  }

  /** @param {Event} event @param {string} text */
  #submit(event, text) {
    event.preventDefault();
    if (text.trim()) this.#act.done(text.trim());
  }
}
