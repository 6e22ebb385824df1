// How long somebody still has to wait, in words, second by second.

import { setText } from './dom.js';
import { say } from '../i18n/say.js';

/** Counts down in an element, then empties it. */
export class Countdown {
  #element;
  #until = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #clock;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
  }

  /** Whether there is still something to be waited. */
  get runs() {
    return performance.now() < this.#until;
  }

  /** @param {number} seconds */
  start(seconds) {
    this.#until = performance.now() + seconds * 1000;
    clearInterval(this.#clock);
    this.#clock = setInterval(() => this.#tick(), 250);
    this.#tick();
  }

  stop() {
    clearInterval(this.#clock);
    this.#until = 0;
  }

  #tick() {
    const left = Math.ceil((this.#until - performance.now()) / 1000);
    setText(this.#element, left > 0 ? say('pin.wait', { n: left }) : '');
    if (left <= 0) clearInterval(this.#clock);
  }
}
