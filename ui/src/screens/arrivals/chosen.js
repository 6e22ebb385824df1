// The chosen guest at the side of the list, with what Enter will do.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { number } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { shownName, startOfEmail } from '../../parts/person.js';
import { say, sayNodes } from '../../i18n/say.js';
import { chosenSession, placeOf, settingOf } from './outcomes.js';

/** @import { Hit } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

/** @typedef {{ take: () => void, open: () => void, badge: () => void }} ChosenActs */

export class Chosen {
  element = el('aside', { class: 'card fills chosen' });
  #desk;
  #act;

  /** @param {Desk} desk @param {ChosenActs} act */
  constructor(desk, act) {
    this.#desk = desk;
    this.#act = act;
  }

  /** @param {Hit | undefined} hit @param {Hit[]} twins the near namesakes who are expected too */
  show(hit, twins) {
    this.element.setAttribute('aria-label', say('chosen.label'));
    if (!hit) return fill(this.element);
    const person = hit.attendee;
    const session = chosenSession(person, settingOf(this.#desk, {}));
    const out = this.#desk.direction === 'exit';
    const main = twins.length
      ? { picture: /** @type {const} */ ('people'), text: say('act.pick') }
      : { picture: /** @type {'out' | 'check'} */ (out ? 'out' : 'check'), text: say(out ? 'act.exit' : 'act.checkIn') };
    const other = twins[0]?.attendee;
    fill(this.element,
      el('div', {}, el('span', { class: 'soft small-text' }, say('chosen.over')), el('p', { class: 'chosen-name' }, bdi(shownName(person))),
        el('p', { class: 'large-text soft' }, bdi(person.organisation)), el('p', { class: 'large-text soft' }, bdi(person.title))),
      el('div', { class: 'row wrap' }, person.ticketType ? el('span', { class: 'pill line' }, bdi(this.#desk.ticketType(person.ticketType))) : null,
        session ? el('span', { class: 'pill line' }, bdi(placeOf(session))) : null,
        person.place ? el('span', { class: 'pill line' }, say('badge.place', { box: person.place.box, n: number(person.place.row) })) : null),
      other ? el('div', { class: 'note seen small' }, icon('people', 'small'), el('span', {}, ...sayNodes(other.email ? 'twins.other' : 'twins.other.noEmail', {
        name: bdi(shownName(other)), organisation: el('b', {}, bdi(other.organisation || say('fact.noOrganisation'))), start: el('b', {}, bdi(startOfEmail(other.email))) }))) : null,
      person.alert && !person.alertAcknowledged ? el('div', { class: 'note small' }, icon('alert', 'small'), el('span', {}, el('b', {}, say('attendee.alert')), ' ', bdi(person.alert))) : null,
      el('div', { class: 'stack down' },
        el('button', { class: 'button main big wide', type: 'button', 'aria-keyshortcuts': 'Enter', on: { click: () => this.#act.take() } }, icon(main.picture), main.text, cap('↵')),
        el('div', { class: 'pair' },
          el('button', { class: 'button', type: 'button', 'aria-keyshortcuts': 'F4', on: { click: () => this.#act.open() } }, say('act.open'), cap('F4')),
          el('button', { class: 'button', type: 'button', 'aria-keyshortcuts': 'F6', on: { click: () => this.#act.badge() } }, say('act.badge'), cap('F6')))));
  }
}
