// Nobody has touched the desk for a minute: what it shows of guests is taken off the screen, so that whoever leans over
// the counter reads nothing. The next key, touch or scan brings the desk back; it was ready all the time.

import { el, fill } from '../parts/dom.js';
import { icon } from '../parts/icons.js';
import { say } from '../i18n/say.js';

/** @import { Page } from './page.js' */

/** How long names stay without a key, in ms. */
export const REST_MS = 60_000;

/**
 * @typedef {object} RestActs
 * @property {() => boolean} names whether the screen that is up shows people; messages and those who wait always do
 * @property {() => void} clear puts away whoever was served or looked for; a form that is begun keeps its text
 */

/** Whether a screen may show people: all do that do not say otherwise. @param {Page | undefined} page undefined: Arrivals, or a guest's own @returns {boolean} */
export function names(page) {
  return page?.names?.() ?? true;
}

export class Rest {
  #place;
  #act;
  /** Where the keys went. @type {Element | null} */
  #focused = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #clock;

  /** @param {HTMLElement} place @param {RestActs} act */
  constructor(place, act) {
    this.#place = place;
    this.#act = act;
    for (const type of ['keydown', 'pointerdown', 'wheel', 'touchstart']) addEventListener(type, () => this.stir(), { capture: true, passive: true });
    this.stir();
  }

  /** Somebody is there. */
  stir() {
    clearTimeout(this.#clock);
    this.#clock = setTimeout(() => this.#rest(), REST_MS);
    if (!this.isResting) return;
    this.#show(null);
    // What is covered loses the keys; whoever goes on typing in a form finds them there.
    if (this.#focused instanceof HTMLElement && this.#focused.isConnected && (document.activeElement ?? document.body) === document.body) this.#focused.focus();
  }

  get isResting() {
    return document.documentElement.dataset.rest !== undefined;
  }

  #rest() {
    // Asked first: putting away whoever was served may turn to another screen.
    const cover = this.#act.names();
    this.#act.clear();
    this.#focused = document.activeElement;
    this.#show(cover ? 'all' : 'edges');
  }

  /** @param {'all' | 'edges' | null} what is covered: the stage too, or only messages and those who wait */
  #show(what) {
    if (what) document.documentElement.dataset.rest = what;
    else delete document.documentElement.dataset.rest;
    this.#place.hidden = what !== 'all';
    fill(this.#place, what === 'all' ? el('div', { class: 'rest-words' }, icon('code', 'large'), el('p', { class: 'ready' }, say('idle.title')), el('p', { class: 'soft' }, say('rest.help'))) : null);
  }
}
