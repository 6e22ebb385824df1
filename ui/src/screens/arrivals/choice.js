// Which of them? Two to nine cards; none is chosen beforehand, so that a quick Enter takes nobody.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { icon } from '../../parts/icons.js';
import { shownName, startOfEmail, statusPill } from '../../parts/person.js';
import { say } from '../../i18n/say.js';

/** @import { Attendee, SessionWire } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

/** The most people that stand side by side; more are a list. */
const MOST = 9;

export class Choice {
  element = el('section', { class: 'choice', hidden: true });
  /** @type {Attendee[]} */
  people = [];
  #desk;
  #act;
  #place = -1;

  /** @param {Desk} desk @param {{ take: (attendee: string) => void, back: () => void }} act */
  constructor(desk, act) {
    this.#desk = desk;
    this.#act = act;
  }

  /** @param {Attendee[]} people */
  show(people) {
    this.people = people.slice(0, MOST);
    this.#place = -1;
    const differs = differing(this.people);
    const n = this.people.length;
    const words = hasSmallWord(n) ? say(`number.${n}`) : String(n);
    fill(this.element,
      el('div', { class: 'choice-head' }, el('h2', {}, say(`twins.title.${differs}`, { n: words })),
        el('button', { class: 'button quiet', type: 'button', 'aria-keyshortcuts': 'Escape', on: { click: () => this.#act.back() } }, say('act.back'), cap('Esc'))),
      el('div', { class: `cards ${n > 2 ? 'many' : ''}` }, ...this.people.map((person, place) => this.#card(person, place, differs))));
    this.element.hidden = false;
  }

  hide() {
    this.element.hidden = true;
    this.people = [];
  }

  get isShown() {
    return !this.element.hidden;
  }

  /** The person whose card has the focus. */
  get chosen() {
    return this.people[this.#place];
  }

  /** @param {number} step */
  move(step) {
    const n = this.people.length;
    this.#place = this.#place < 0 ? (step > 0 ? 0 : n - 1) : (this.#place + step + n) % n;
    [...this.element.querySelectorAll('.person-card')].forEach((card, place) => card.classList.toggle('on', place === this.#place));
    const button = this.element.querySelectorAll('.person-card .button')[this.#place];
    if (button instanceof HTMLElement) button.focus();
  }

  /** @param {Attendee} person @param {number} place @param {Difference} differs */
  #card(person, place, differs) {
    const value = { organisation: person.organisation, title: person.title, email: startOfEmail(person.email) }[differs];
    const short = value || say('fact.none');
    const sessions = this.#desk.sessions.filter((session) => session.registeredOnly && person.sessions.includes(session.id));
    const alike = new Set(this.people.map((one) => one.ticketType)).size === 1;
    /** @type {[string, string][]} */
    const rows = [
      ['organisation', person.organisation],
      ['title', person.title],
      ['email', startOfEmail(person.email)],
      ['session', sessions.map(sessionLine).join('\n')],
      ['ticketType', alike ? '' : this.#desk.ticketType(person.ticketType)],
    ];
    const out = this.#desk.direction === 'exit';
    return el('article', { class: 'card person-card', 'aria-label': `${shownName(person)}, ${short}` },
      el('div', { class: 'card-head' }, cap(`Ctrl ${place + 1}`, 'large-cap'), statusPill(person)),
      el('p', { class: 'person-name' }, bdi(shownName(person))),
      el('div', { class: 'note seen difference' }, el('div', {}, el('p', { class: 'small-text' }, say(`field.${differs}`)), el('p', { class: 'difference-value' }, bdi(short)))),
      el('dl', { class: 'facts' }, ...rows.filter(([field, text]) => field !== differs && text).flatMap(([field, text]) => [el('dt', {}, say(`field.${field}`)), el('dd', {}, bdi(text))])),
      el('button', { class: 'button main big wide down', type: 'button', 'aria-keyshortcuts': `Control+${place + 1}`, on: { click: () => this.#act.take(person.id) } },
        icon(out ? 'out' : 'check'), el('span', { class: 'cut' }, say(out ? 'act.exit' : 'act.checkIn'), ': ', bdi(short))));
  }
}

/** @typedef {'organisation' | 'title' | 'email'} Difference */

/** By which field they are told apart best. @param {Attendee[]} people @returns {Difference} */
export function differing(people) {
  const fields = /** @type {const} */ (['organisation', 'title', 'email']);
  const distinct = /** @param {Difference} field */ (field) => new Set(people.map((person) => person[field].toLocaleLowerCase())).size;
  return fields.find((field) => distinct(field) === people.length) ?? fields.reduce((best, field) => (distinct(field) > distinct(best) ? field : best));
}

/** @param {SessionWire} session */
function sessionLine(session) {
  return session.room ? `${session.title} · ${session.room}` : session.title;
}

/** Whether people say this number as a word. @param {number} n */
function hasSmallWord(n) {
  return n >= 2 && n <= 4;
}
