// What one checks in to, and in which direction: a button that always says it, and a list under it (F8).

import { bdi, el, fill } from '../parts/dom.js';
import { time } from '../parts/format.js';
import { icon } from '../parts/icons.js';
import { say } from '../i18n/say.js';

/** @import { Desk } from '../desk.js' */

export class Scope {
  #desk;
  #button = el('button', { type: 'button', 'aria-haspopup': 'true', 'aria-expanded': 'false', 'aria-keyshortcuts': 'F8' });
  #list = el('div', { class: 'card scope-list', hidden: true });
  #closed;

  /** @param {HTMLElement} place @param {Desk} desk @param {() => void} closed gives the focus back */
  constructor(place, desk, closed) {
    this.#desk = desk;
    this.#closed = closed;
    this.#button.addEventListener('click', () => this.toggle());
    this.#list.addEventListener('keydown', (event) => this.#move(event));
    desk.on('scope', () => this.show());
    fill(place, this.#button, this.#list);
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.#open();
  }

  close() {
    if (!this.isOpen) return;
    this.#list.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
    this.#closed();
  }

  show() {
    const out = this.#desk.direction === 'exit';
    const session = this.#desk.scopeSession();
    this.#button.className = `scope ${out ? 'out' : ''} ${session ? 'session' : ''}`;
    const what = session ? session.title : say('scope.event');
    const direction = say(out ? 'scope.out' : 'scope.in');
    const hint = this.#desk.info.exits ? say('scope.change', { direction }) : say('scope.change.only');
    fill(this.#button, icon(out ? 'out' : 'in'), el('span', {}, el('small', {}, hint), el('b', { class: 'cut' }, bdi(what))));
    if (this.isOpen) this.#fill();
  }

  #open() {
    this.#fill();
    this.#list.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    const chosen = this.#list.querySelector('.choices [aria-checked="true"]') ?? this.#list.querySelector('button');
    if (chosen instanceof HTMLElement) chosen.focus();
  }

  #fill() {
    const { session, direction, sessions } = this.#desk;
    const segment = /** @param {'entry' | 'exit'} to */ (to) =>
      el('button', { type: 'button', role: 'radio', 'aria-checked': String(direction === to), on: { click: () => this.#choose(session, to) } },
        say(to === 'exit' ? 'scope.out' : 'scope.in'));
    const choice = /** @param {string | null} id @param {(Node | string)[]} content */ (id, content) =>
      el('button', { type: 'button', role: 'radio', 'aria-checked': String(session === id), on: { click: () => this.#choose(id, direction) } }, ...content);
    const rows = sessions.filter((one) => one.checkIn).map((one) =>
      choice(one.id, [el('span', { class: 'soft' }, time(one.starts)), el('span', {}, bdi(one.title)), el('span', { class: 'soft small-text' }, bdi(one.room))]));
    fill(this.#list,
      this.#desk.info.exits ? el('div', { class: 'segments', role: 'radiogroup', 'aria-label': say('scope.direction') }, segment('entry'), segment('exit')) : null,
      el('div', { class: 'choices', role: 'radiogroup', 'aria-label': say('scope.what') },
        choice(null, [icon('people'), el('b', {}, say('scope.event')), '']), ...rows));
  }

  /** @param {string | null} session @param {'entry' | 'exit'} direction */
  #choose(session, direction) {
    this.#desk.setScope(session, direction);
    this.close();
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...this.#list.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  }
}
