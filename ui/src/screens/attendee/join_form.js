// The same person twice: a walk-in was made before the line of the list was found. The other entry is looked up and taken.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { call } from '../../host.js';
import { FormNote } from '../../parts/form_note.js';
import { shownName, statusPill } from '../../parts/person.js';
import { say, sayNodes } from '../../i18n/say.js';

/** @import { Attendee } from '../../../types/wire.js' */

/** @typedef {{ done: (other: Attendee) => void, leave: () => void }} JoinActs */

/** How many are offered. */
const OFFERED = 4;

export class JoinForm {
  element = el('div', { class: 'stack join-form' });
  #person;
  #act;
  #input;
  #offers = el('div', { class: 'stack', role: 'group' });
  #asked = 0;

  /** @param {Attendee} person @param {JoinActs} act */
  constructor(person, act) {
    this.#person = person;
    this.#act = act;
    this.#input = el('input', { class: 'input', name: 'other', maxlength: '200', autocomplete: 'off', spellcheck: 'false', 'aria-label': say('join.search'), placeholder: say('join.search'), value: person.name, on: { input: () => this.#look() } });
    this.#offers.setAttribute('aria-label', say('join.title'));
    fill(this.element, el('h2', {}, say('join.title')), el('p', { class: 'soft small-text' }, ...sayNodes('join.help', { name: bdi(shownName(person)) })),
      this.#input, this.#offers, el('button', { class: 'button quiet', type: 'button', on: { click: () => this.#act.leave() } }, say('act.leave'), cap('Esc')));
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.#look();
  }

  focus() {
    this.#input.focus();
    this.#input.select();
  }

  async #look() {
    const asked = (this.#asked += 1);
    const text = this.#input.value.trim();
    try {
      const hits = text ? (await call('findAttendees', { text, limit: OFFERED + 1 })).hits : [];
      if (asked !== this.#asked) return;
      const others = hits.map((hit) => hit.attendee).filter((other) => other.id !== this.#person.id).slice(0, OFFERED);
      fill(this.#offers, ...others.map((other) => this.#offer(other)), others.length ? null : el('p', { class: 'soft small-text' }, say('join.none')));
    } catch (problem) {
      const note = new FormNote();
      note.showProblem(problem);
      fill(this.#offers, note.element);
    }
  }

  /** @param {Attendee} other */
  #offer(other) {
    return el('button', { class: 'button wide start offer', type: 'button', 'data-other': other.id, on: { click: () => this.#act.done(other) } },
      el('span', { class: 'offer-words' }, el('b', {}, bdi(shownName(other))), el('span', { class: 'soft small-text' }, bdi(other.organisation || say('fact.noOrganisation')))), statusPill(other, 'pill line'));
  }

  /** Down from the field into the offers, and along them. @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const stops = [this.#input, ...this.#offers.querySelectorAll('button')];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    /** @type {HTMLElement | undefined} */ (stops[Math.max(0, Math.min(stops.length - 1, at + step))])?.focus();
  }
}

/**
 * Which of two entries of one person is kept: that of the list, whose codes and fields the organiser knows.
 *
 * @param {Attendee} one with its history
 * @param {Attendee} other with its history
 * @returns {{ keep: string, same: string }}
 */
export function joined(one, other) {
  const isOnList = /** @param {Attendee} person */ (person) => (person.history ?? []).some((line) => line.kind === 'listed' && !line.undone);
  return isOnList(other) && !isOnList(one) ? { keep: other.id, same: one.id } : { keep: one.id, same: other.id };
}
