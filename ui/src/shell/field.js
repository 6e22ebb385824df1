// The field that is always there: typing and scans both come in here.

import { cap, el, fill } from '../parts/dom.js';
import { icon } from '../parts/icons.js';
import { say } from '../i18n/say.js';

/**
 * So long the field may look as it did when a scan ended, in ms. Clearing it is a frame of its own, and the verdict, which comes
 * sooner at most times, would wait for that frame.
 */
const PUT_OFF_MS = 100;

/** @typedef {{ text: string }} Mark what stood in the field when something was asked */

export class Field {
  /** @type {HTMLInputElement} */
  input;
  #isTest = false;
  #place;
  #clear;
  #back;
  #busy;
  /** What is still to be done to the text. @type {(() => void) | null} */
  #putOff = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;
  /** Marks that were set before it was known what stands in the field. @type {Mark[]} */
  #marks = [];

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
    this.settle();
    return this.input.value;
  }

  set text(text) {
    this.#putOff = null;
    this.input.value = text;
    for (const mark of this.#marks.splice(0)) mark.text = text;
    this.show();
  }

  /** Does something to the text once somebody looks at it, in a moment at the latest, and not at all if another text comes. @param {() => void} act */
  putOff(act) {
    this.settle();
    this.#putOff = act;
    this.#due = setTimeout(() => this.settle(), PUT_OFF_MS);
  }

  /** Remembers what stands here now: something is asked, and what is typed from here on is no part of that. @returns {Mark} */
  mark() {
    /** @type {Mark} */
    const mark = { text: this.input.value };
    // What is put off comes before whatever is typed next.
    if (this.#putOff) this.#marks.push(mark);
    return mark;
  }

  /** Takes out what stood here at a mark, and leaves what was typed behind it since. @param {Mark} mark */
  takeOut(mark) {
    this.settle();
    const { value, selectionStart } = this.input;
    if (!mark.text || !value.startsWith(mark.text)) return;
    this.text = value.slice(mark.text.length);
    const caret = Math.max(0, (selectionStart ?? value.length) - mark.text.length);
    this.input.setSelectionRange(caret, caret);
  }

  /** Does what was put off. */
  settle() {
    const act = this.#putOff;
    if (!act) return;
    clearTimeout(this.#due);
    this.#putOff = null;
    act();
    for (const mark of this.#marks.splice(0)) mark.text = this.input.value;
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
