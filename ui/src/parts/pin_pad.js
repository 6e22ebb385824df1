// Ten keys and the dots above them: a PIN is entered by keyboard or finger, and never shown.

import { el, fill } from './dom.js';
import { icon } from './icons.js';
import { say } from '../i18n/say.js';

/** How long wrong dots are shown, in ms. */
const WRONG_MS = 700;

export class PinPad {
  element = el('div', { class: 'pin-pad' });
  /** How many digits the PIN has. */
  digits = 4;
  /** Typed so far. */
  #pin = '';
  #dots = el('div', { class: 'dots', role: 'img' });
  #done;
  #busy = false;

  /** @param {(pin: string) => void} done the last digit is there */
  constructor(done) {
    this.#done = done;
  }

  /** Says everything again. */
  show() {
    const key = /** @param {string} digit */ (digit) => el('button', { class: 'button pin', type: 'button', 'data-digit': digit, on: { click: () => this.type(digit, true) } }, digit);
    fill(this.element, this.#dots, el('div', { class: 'pins' }, ...[...'123456789'].map(key),
      el('button', { class: 'button pin quiet', type: 'button', 'data-pin': 'clear', on: { click: () => this.clear() } }, say('pin.clear')), key('0'),
      el('button', { class: 'button pin quiet', type: 'button', 'data-pin': 'back', 'aria-label': say('pin.back'), on: { click: () => this.back() } }, icon('backspace'))));
    this.#draw();
  }

  get typed() {
    return this.#pin;
  }

  /** Puts back what was typed before. @param {string} pin */
  restore(pin) {
    this.#pin = pin;
    this.#draw();
  }

  /** Takes a digit. One that a key typed may yet be a scanner's: `finish` is called when that is clear. @param {string} digit @param {boolean} [sure] */
  type(digit, sure = false) {
    if (this.#busy || this.#pin.length >= this.digits) return;
    this.#pin += digit;
    this.#draw();
    if (sure) this.finish();
  }

  /** Hands over a PIN that is whole. */
  finish() {
    if (this.#busy || this.#pin.length < this.digits) return;
    this.#busy = true;
    this.#done(this.#pin);
  }

  back() {
    if (this.#busy) return;
    this.#pin = this.#pin.slice(0, -1);
    this.#draw();
  }

  clear() {
    this.#busy = false;
    this.#pin = '';
    this.#draw();
  }

  /** The PIN was a wrong one. */
  wrong() {
    this.#dots.classList.add('wrong');
    setTimeout(() => this.#dots.classList.remove('wrong'), WRONG_MS);
    this.clear();
  }

  #draw() {
    this.#dots.setAttribute('aria-label', say('pin.typed', { n: this.#pin.length, of: this.digits }));
    fill(this.#dots, ...Array.from({ length: this.digits }, (_, place) => el('i', { class: place < this.#pin.length ? 'on' : '' })));
  }
}
