// The field that is always there: typing and scans both come in here.

import { cap, el, fill } from '../parts/dom.js';
import { icon } from '../parts/icons.js';
import { say } from '../i18n/say.js';

export class Field {
  /** @type {HTMLInputElement} */
  input;
  #isTest = false;
  #place;
  #clear;
  #back;
  #busy;

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place;
    this.input = el('input', {
      type: 'search',
      id: 'scan',
      autocomplete: 'off',
      autocapitalize: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
      role: 'combobox',
      'aria-expanded': 'false',
      'aria-autocomplete': 'list',
      maxlength: '400',
    });
    this.#clear = cap('');
    this.#back = cap('F3');
    this.#busy = el('span', { class: 'busy', hidden: true });
    fill(place, icon('scan'), this.input, this.#clear, this.#back, this.#busy);
    this.input.addEventListener('focus', () => this.show());
    this.input.addEventListener('blur', () => this.show());
    this.input.addEventListener('input', () => this.show());
    addEventListener('focus', () => this.show());
    addEventListener('blur', () => this.show());
    // A click beside a control must not leave the desk without its field.
    place.addEventListener('mousedown', (event) => {
      if (event.target === this.input) return;
      event.preventDefault();
      this.input.focus();
    });
  }

  /** Whether scans belong to the scanner's test. @param {boolean} isTest */
  set isTest(isTest) {
    this.#isTest = isTest;
    this.show();
  }

  get text() {
    return this.input.value;
  }

  set text(text) {
    this.input.value = text;
    this.show();
  }

  focus() {
    this.input.focus();
  }

  /** Whether keys reach it: the window is in front and the field has the focus. */
  get isHere() {
    return document.hasFocus() && document.activeElement === this.input;
  }

  /** @param {boolean} busy */
  setBusy(busy) {
    this.#busy.hidden = !busy;
  }

  show() {
    const here = this.isHere;
    this.#place.classList.toggle('here', here);
    this.#place.setAttribute('aria-label', say('field.label'));
    this.input.setAttribute('aria-label', say('field.placeholder'));
    const elsewhere = document.hasFocus() ? 'field.away' : 'field.behind';
    this.input.placeholder = say(this.#isTest && document.hasFocus() ? 'field.testing' : here ? 'field.placeholder' : elsewhere);
    // A new text node would be laid out and drawn with each letter.
    if (this.#clear.textContent !== say('field.clear')) this.#clear.textContent = say('field.clear');
    this.#clear.hidden = this.input.value === '';
    this.#back.hidden = here || !document.hasFocus() || this.input.value !== '';
  }
}
