// What happens when and where, and how full it is: the lead's and the doors' view of the day. Enter sets this desk to a session.

import { lastIn } from '../../parts/beyond.js';
import { bdi, el, fill } from '../../parts/dom.js';
import { number, time } from '../../parts/format.js';
import { icon, shape } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { bar } from '../../shell/head.js';

/** @import { SessionWire } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

/** The keys that move the choice, and by how many rows. @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };

export class ProgrammeScreen {
  element = el('div', { class: 'programme-screen' });
  #desk;
  #choose;

  /** @param {Desk} desk @param {(session: string) => void} choose sets this desk to a session */
  constructor(desk, choose) {
    this.#desk = desk;
    this.#choose = choose;
    this.element.addEventListener('keydown', (event) => this.#move(event));
    desk.on('programme', () => this.#update());
    desk.on('scope', () => this.#update());
    // Somebody went in or out.
    desk.on('counts', () => {
      if (this.isShown && !desk.session) desk.refreshProgramme().catch(() => undefined);
    });
  }

  /** Whether people are named on it: those who went in last, where it is overfull. */
  names() {
    return this.#desk.sessions.some((session) => session.beyond !== undefined);
  }

  /** Whether somebody looks at it. */
  get isShown() {
    return this.element.isConnected;
  }

  show() {
    const sessions = this.#desk.sessions;
    const kept = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.session : undefined;
    fill(this.element, el('h1', {}, say('rail.programme')),
      sessions.length === 0
        ? el('p', { class: 'soft' }, say('empty.programme'))
        : el('div', { class: 'card flush' }, el('p', { class: 'soft programme-help' }, say('programme.help')), el('ul', { class: 'programme', tabindex: '-1' }, ...sessions.map((session) => this.#row(session)))));
    if (kept) this.#button(kept)?.focus();
  }

  /** It has come up: the numbers of now, and the keys on this desk's session, else on the first. */
  open() {
    this.show();
    this.#desk.refreshProgramme().catch(() => undefined);
    const chosen = this.#button(this.#desk.session ?? '') ?? this.element.querySelector('button');
    if (chosen instanceof HTMLElement) chosen.focus();
  }

  #update() {
    if (this.isShown) this.show();
  }

  /** @param {string} session @returns {HTMLElement | null} */
  #button(session) {
    return session ? this.element.querySelector(`[data-session="${CSS.escape(session)}"]`) : null;
  }

  /** @param {SessionWire} session */
  #row(session) {
    const here = session.id === this.#desk.session;
    const what = [
      el('span', { class: 'hours' }, `${time(session.starts)}–${time(session.ends)}`),
      el('span', { class: 'what' }, el('b', {}, bdi(session.title)), session.speakers.length ? el('span', { class: 'soft' }, bdi(session.speakers.join(', '))) : null,
        here ? el('span', { class: 'pill line here' }, icon('check', 'small'), say('programme.here')) : null),
      el('span', { class: 'room' }, bdi(session.room)),
    ];
    if (!session.checkIn) return el('li', { class: 'quiet' }, ...what, el('span', { class: 'soft' }, say('programme.open')));
    const button = el('button', { type: 'button', 'data-session': session.id, 'aria-pressed': String(here), on: { click: () => this.#choose(session.id) } },
      ...what, this.#fullness(session), session.beyond ? lastIn(session.beyond) : null);
    return el('li', {}, button);
  }

  /** How many are inside, of how many. @param {SessionWire} session */
  #fullness(session) {
    const { taken, seats, registered } = session;
    const n = { n: number(taken), of: number(seats ?? registered) };
    if (seats === undefined) return el('span', { class: 'fullness' }, el('span', {}, say(session.registeredOnly ? 'programme.registered' : 'programme.inside', n)));
    const over = taken - seats;
    const word = over > 0 ? say('programme.over', { n: number(over) }) : over === 0 ? say('programme.full') : say('programme.seats', n);
    const kind = over >= 0 ? 'full' : '';
    return el('span', { class: `fullness ${kind}` }, el('span', {}, over >= 0 ? shape('decide') : null, word), bar(seats ? taken / seats : 1), el('span', { class: 'soft' }, say('programme.listed', { n: number(registered) })));
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const buttons = [...this.element.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
  }
}
