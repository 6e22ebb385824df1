// The strip of guests who wait: a question that is still open (nobody of these is admitted), an alert that nobody has
// seen, a name that the badge waits for. It never empties itself; one key brings the first of them back.

import { bdi, cap, el, fill } from '../parts/dom.js';
import { time } from '../parts/format.js';
import { icon } from '../parts/icons.js';
import { shownName } from '../parts/person.js';
import { call, isProblem } from '../host.js';
import { say } from '../i18n/say.js';

/** @import { LatestAttendee } from '../../types/wire.js' */
/** @import { Opened } from '../../types/shell.js' */
/** @import { Desk } from '../desk.js' */
/** @import { IconName } from '../parts/icons.js' */

/**
 * @typedef {object} Parked a guest whose question is still open
 * @property {LatestAttendee} attendee
 * @property {string} [session]
 * @property {'entry' | 'exit'} direction
 * @property {Record<string, string>} answers those given already
 * @property {string} at since when
 */

/** @typedef {{ forWhat: 'question' | 'alert' | 'name', attendee: LatestAttendee, at: string, text: string, parked?: Parked }} Waiting */

/**
 * @typedef {object} WaitingActs
 * @property {(parked: Parked) => void} question
 * @property {(attendee: LatestAttendee) => void} alert
 * @property {(attendee: LatestAttendee) => void} name
 * @property {() => string | undefined} shown who is served just now: does not wait
 * @property {() => void} changed
 */

/** More than ever stand beside one desk; whoever comes after them is in the strip's place of the oldest question. */
export const MOST_PARKED = 50;
/** So many are named; the rest are counted, and come up as the first are served. */
const NAMED = 4;

/** @type {Record<Waiting['forWhat'], IconName>} */
const PICTURES = { question: 'help', alert: 'alert', name: 'badge' };

export class WaitingStrip {
  /** @type {Parked[]} */
  parked = [];
  #place;
  #desk;
  #act;

  /** @param {HTMLElement} place @param {Desk} desk @param {WaitingActs} act */
  constructor(place, desk, act) {
    this.#place = place;
    this.#desk = desk;
    this.#act = act;
    desk.on('waiting', () => this.show());
  }

  /** All who wait, the longest first. @returns {Waiting[]} */
  get all() {
    const shown = this.#act.shown();
    const questions = this.parked.map((parked) => ({ forWhat: /** @type {const} */ ('question'), attendee: parked.attendee, at: parked.at, text: say('waiting.question'), parked }));
    const others = this.#desk.waiting.map(({ attendee, forWhat, alert, at }) => ({ forWhat, attendee, at, text: forWhat === 'alert' ? alert : say('waiting.name') }));
    return [...questions, ...others].filter((one) => one.attendee.id !== shown).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }

  /**
   * Goes on where the page before this one was, or the program: that one remembers ids only.
   *
   * @param {(Parked | Opened['waiting'][number])[]} kept
   */
  async resume(kept) {
    // At once, so that nothing writes down meanwhile that nobody waits; the names come as soon as they are known.
    this.parked = kept.map((one) => (typeof one.attendee === 'string' ? { ...one, attendee: { id: one.attendee, name: '…', badgeName: '', organisation: '' }, answers: {} } : /** @type {Parked} */ (one)));
    this.show();
    for (const one of this.parked) {
      const person = await call('getAttendee', { attendee: one.attendee.id }).catch((problem) => (isProblem(problem) && problem.code === 'notFound' ? null : undefined));
      if (person) one.attendee = { id: person.id, name: person.name, badgeName: person.badgeName, organisation: person.organisation };
      else if (person === null) this.drop(one.attendee.id);
      this.show();
    }
  }

  /** A guest steps aside with a question open. @param {Parked} parked */
  park(parked) {
    const others = this.parked.filter((one) => one.attendee.id !== parked.attendee.id);
    this.parked = [...others, parked].slice(-MOST_PARKED);
    this.show();
    this.#act.changed();
  }

  /** The guest is served, or is being served. @param {string} attendee */
  drop(attendee) {
    const before = this.parked.length;
    this.parked = this.parked.filter((one) => one.attendee.id !== attendee);
    this.show();
    if (this.parked.length !== before) this.#act.changed();
  }

  /** The key: who has waited longest comes back. @returns {boolean} whether anybody waits */
  first() {
    const [first] = this.all;
    if (first) this.#bring(first);
    return Boolean(first);
  }

  show() {
    const all = this.all;
    this.#place.hidden = all.length === 0;
    this.#place.setAttribute('aria-label', say('waiting.title'));
    const more = all.length - NAMED;
    fill(this.#place, el('b', { class: 'waiting-title' }, icon('people', 'small'), say('waiting.title')),
      ...all.slice(0, NAMED).map((one, place) => this.#chip(one, place === 0)),
      more > 0 ? el('span', { class: 'soft' }, say('waiting.more', { n: more })) : null);
  }

  /** @param {Waiting} one @param {boolean} first */
  #chip(one, first) {
    return el('button', { class: 'chip', type: 'button', 'data-waiting': one.attendee.id, 'data-for': one.forWhat, 'aria-keyshortcuts': first ? 'Control+B' : null, on: { click: () => this.#bring(one) } },
      icon(PICTURES[one.forWhat], 'small'), el('b', { class: 'cut who' }, bdi(shownName(one.attendee))), el('span', { class: 'cut what' }, bdi(one.text)), el('span', { class: 'soft' }, time(one.at)), first ? cap('Ctrl B') : null);
  }

  /** @param {Waiting} one */
  #bring(one) {
    if (one.parked) this.#act.question(one.parked);
    else if (one.forWhat === 'alert') this.#act.alert(one.attendee);
    else this.#act.name(one.attendee);
  }
}
