// What the page shows is written down, so that a page that comes after this one can go on.

import { callShell } from '../host.js';

/** How long after a change, in ms; also while somebody types on and on: no more than this is ever lost. */
const KEEP_MS = 300;

export class Keeper {
  #state;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #keeping;

  /** @param {() => unknown} state what is shown now */
  constructor(state) {
    this.#state = state;
  }

  /** Something was typed, or is shown now. */
  soon() {
    this.#keeping ??= setTimeout(() => this.now(), KEEP_MS);
  }

  now() {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    callShell('keepScreen', this.#state()).catch(() => undefined);
  }
}
