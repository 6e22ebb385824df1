// Erasing one guest's data for good: what goes and what stays, and where others' data names the guest, which stays too.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { shownName } from '../../parts/person.js';
import { say, sayNodes } from '../../i18n/say.js';

/** @import { Attendee, Mention } from '../../../types/wire.js' */

/** @typedef {{ erase: () => void, leave: () => void, open: (attendee: string) => void, fieldName: (field: string) => string }} EraseActs */

export class EraseForm {
  element = el('div', { class: 'stack erase-form' });
  #leave;

  /** @param {Attendee} person @param {Mention[]} mentions @param {EraseActs} act */
  constructor(person, mentions, act) {
    this.#leave = el('button', { class: 'button quiet', type: 'button', on: { click: () => act.leave() } }, say('act.cancel'), cap('Esc'));
    const line = /** @param {Mention} one */ (one) =>
      el('button', { class: 'button wide start offer', type: 'button', 'data-mention': one.attendee, on: { click: () => act.open(one.attendee) } },
        el('span', { class: 'offer-words' }, el('b', {}, bdi(one.name)), el('span', { class: 'soft small-text' }, bdi(act.fieldName(one.field)))));
    fill(this.element, el('h2', {}, ...sayNodes('erase.title', { name: bdi(shownName(person)) })), el('p', { class: 'soft small-text' }, say('erase.help')),
      mentions.length ? el('p', { class: 'note decide' }, el('span', {}, say('erase.mentions'))) : null,
      mentions.length ? el('div', { class: 'stack', role: 'group', 'aria-label': say('erase.mentions') }, ...mentions.map(line)) : null,
      el('div', { class: 'row wrap' }, el('button', { class: 'button danger', type: 'button', 'data-choice': 'eraseGuest', on: { click: () => act.erase() } }, say('erase.do')), this.#leave));
  }

  /** The way out has the keys: Enter alone erases nothing. */
  focus() {
    this.#leave.focus();
  }
}
