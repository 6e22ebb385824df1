// The search behind the field: the newest letters win, and whoever needs the hits of exactly these letters waits for them.

import { call } from '../../host.js';

/** @import { FindResult } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */
/** @import { Field } from '../../shell/field.js' */

/** A call that takes longer shows that it is under way, in ms. */
export const SLOW_MS = 150;
/** The most hits that are asked for. */
const MOST_HITS = 50;

/**
 * @typedef {object} FindingActs
 * @property {() => void} nothing there are no letters
 * @property {() => Promise<boolean>} mayShow whether hits may take the place of what is shown, once that is known
 * @property {(text: string, found: FindResult) => void} found
 * @property {(problem: unknown) => void} broke
 */

export class Finding {
  #desk;
  #field;
  #act;
  #searches = 0;
  #wanted = '';
  /** The newest search. @type {Promise<void>} */
  #searching = Promise.resolve();

  /** @param {Desk} desk @param {Field} field @param {FindingActs} act */
  constructor(desk, field, act) {
    this.#desk = desk;
    this.#field = field;
    this.#act = act;
  }

  /** @param {string} text */
  search(text) {
    this.#wanted = text.trim();
    if (this.#wanted) this.#searching = this.#look(this.#wanted);
    else this.#act.nothing();
    return this.#searching;
  }

  /** Waits for the hits of this text; asks for them if nobody has. @param {string} text */
  of(text) {
    return text === this.#wanted ? this.#searching : this.search(text);
  }

  /** What was being looked for is of no interest any more. */
  stop() {
    this.#searches += 1;
    this.#field.setBusy(false);
  }

  /** @param {string} wanted */
  async #look(wanted) {
    const mine = (this.#searches += 1);
    const slow = setTimeout(() => this.#field.setBusy(true), SLOW_MS);
    try {
      const found = await call('findAttendees', { text: wanted, limit: MOST_HITS, session: this.#desk.session ?? undefined });
      const may = await this.#act.mayShow();
      // A newer answer drops an older one.
      if (mine === this.#searches && may) this.#act.found(wanted, found);
    } catch (problem) {
      if (mine === this.#searches) this.#act.broke(problem);
    } finally {
      clearTimeout(slow);
      if (mine === this.#searches) this.#field.setBusy(false);
    }
  }
}
