// Who is inside, by name: for an evacuation, and to see who is still there. One moment, which does not change under
// whoever reads it.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { number, time } from '../../parts/format.js';
import { say } from '../../i18n/say.js';
import { call, isProblem } from '../../host.js';

/** @import { InsidePerson, WhoIsInside } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

export class Inside {
  element = el('div', { class: 'inside' });
  #desk;
  #back;
  /** @type {WhoIsInside | null} */
  #found = null;
  /** The session looked at; empty: the whole event. */
  #session = '';
  #said = '';

  /** @param {Desk} desk @param {() => void} back */
  constructor(desk, back) {
    this.#desk = desk;
    this.#back = back;
  }

  /** @param {string | null} session */
  async open(session) {
    this.#session = session ?? '';
    this.#found = null;
    this.#said = '';
    this.show();
    await this.#ask();
    this.#focus('save');
  }

  async #ask() {
    const session = this.#session;
    try {
      const found = await call('whoIsInside', session ? { session } : {});
      // Another room was chosen meanwhile; its own answer comes.
      if (session !== this.#session) return;
      this.#found = found;
      this.#said = '';
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      // What stood there is of another moment.
      this.#found = null;
      this.#said = `${problem.message} ${problem.hint}`;
    }
    this.show();
  }

  async #save() {
    try {
      const { path } = await call('saveInside', this.#session ? { session: this.#session } : {});
      this.#said = say('inside.saved', { file: path });
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#said = `${problem.message} ${problem.hint}`;
    }
    this.show();
  }

  show() {
    const kept = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
    const people = this.#found?.inside ?? [];
    const n = people.length;
    // Before there is an answer nobody is called away.
    const title = !this.#found ? say('act.insideNow') : n === 0 ? say('inside.title.none') : n === 1 ? say('inside.title.one') : say('inside.title', { n: number(n) });
    const button = /** @param {string} keep @param {string} text @param {() => void} press @param {string} [key] */ (keep, text, press, key) =>
      el('button', { class: 'button', type: 'button', 'data-keep': keep, on: { click: press } }, say(text), key ? cap(key) : null);
    fill(this.element,
      el('div', { class: 'overview-head' }, el('h1', {}, title),
        el('div', { class: 'row wrap' }, button('save', 'inside.save', () => this.#save()), button('again', 'inside.again', () => this.#ask()), button('back', 'inside.back', this.#back, 'Esc'))),
      el('div', { class: 'row wrap' }, el('label', { class: 'row' }, el('span', { class: 'label' }, say('inside.where')), this.#places()),
        this.#found ? el('span', { class: 'soft' }, say('inside.at', { time: time(this.#found.at) })) : null),
      el('p', { class: 'inside-said', role: 'status', hidden: !this.#said }, bdi(this.#said)),
      el('div', { class: 'card flush inside-list', tabindex: '0', role: 'region', 'aria-label': title, 'data-keep': 'list' }, n ? this.#table(people) : null));
    this.element.querySelector('.inside-said')?.toggleAttribute('hidden', !this.#said);
    if (kept) this.#focus(kept);
  }

  #places() {
    const places = [{ id: '', title: say('inside.event') }, ...this.#desk.sessions.filter((session) => session.checkIn)];
    const choose = /** @param {{ target: HTMLSelectElement }} event */ (event) => {
      this.#session = event.target.value;
      this.#ask();
    };
    return el('select', { class: 'input', 'data-keep': 'where', on: { change: choose } },
      ...places.map(({ id, title }) => el('option', { value: id, selected: id === this.#session }, title)));
  }

  /** @param {InsidePerson[]} people */
  #table(people) {
    const heads = ['inside.name', 'inside.organisation', 'inside.type', 'inside.since'];
    const row = /** @param {InsidePerson} person */ (person) => el('tr', {}, el('td', {}, el('b', {}, person.name ? bdi(person.name) : say('inside.erased'))),
      el('td', {}, bdi(person.organisation)), el('td', {}, bdi(this.#desk.ticketType(person.ticketType))), el('td', {}, time(person.since)));
    return el('table', {}, el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, say(head))))), el('tbody', {}, ...people.map(row)));
  }

  /** @param {string} keep */
  #focus(keep) {
    /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-keep="${keep}"]`))?.focus();
  }
}
