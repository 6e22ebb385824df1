// The facts about a guest as fields: corrected in place, saved as one act.

import { bdi, cap, el } from '../../parts/dom.js';
import { icon } from '../../parts/icons.js';
import { shownName } from '../../parts/person.js';
import { say } from '../../i18n/say.js';

/** @import { Attendee, EventInfo } from '../../../types/wire.js' */

/** What may be corrected here, in the order of the form. */
const FIELDS = /** @type {const} */ (['givenName', 'familyName', 'badgeName', 'organisation', 'title', 'ticketType', 'language', 'email', 'phone', 'note']);

/** Fields that stand on the badge: after a change of one the badge that is out says something else. */
const ON_BADGE = ['givenName', 'familyName', 'badgeName', 'organisation', 'title', 'ticketType'];

/** @typedef {typeof FIELDS[number]} EditedField */

/**
 * @typedef {object} EditActs
 * @property {(changed: Partial<Record<EditedField, string>>, changesBadge: boolean) => void} save
 * @property {() => void} leave
 */

export class EditCard {
  element;
  /** @type {Attendee} */
  #person;
  /** @type {Record<EditedField, string>} */
  #edited;

  /** @param {Attendee} person @param {EventInfo} event @param {EditActs} act */
  constructor(person, event, act) {
    this.#person = person;
    this.#edited = /** @type {Record<EditedField, string>} */ (Object.fromEntries(FIELDS.map((field) => [field, person[field]])));
    const choices = {
      ticketType: [['', say('fact.noTicketType')], ...event.ticketTypes.map((type) => [type.id, type.name])],
      language: [['', say('language.none')], ['da', say('language.da')], ['en', say('language.en')]],
    };
    const control = /** @param {EditedField} name */ (name) => {
      if (name === 'note') return el('textarea', { class: 'input', name, maxlength: '4000', spellcheck: 'false' }, this.#edited.note);
      if (name === 'ticketType' || name === 'language') {
        return el('select', { class: 'input', name }, ...choices[name].map(([value, text]) => el('option', { value, selected: value === this.#edited[name] }, text)));
      }
      return el('input', { class: 'input', name, maxlength: '300', autocomplete: 'off', spellcheck: 'false', value: this.#edited[name] });
    };
    const input = /** @param {Event} event */ ({ target }) => {
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) this.#edited[/** @type {EditedField} */ (target.name)] = target.value;
    };
    const submit = /** @param {Event} event */ (event) => {
      event.preventDefault();
      const changed = this.changed;
      act.save(changed, ON_BADGE.some((field) => field in changed));
    };
    this.element = el('section', { class: 'card fills person editing' },
      el('h1', { class: 'person-title' }, bdi(shownName(person))),
      el('form', { class: 'edit-fields', novalidate: true, on: { input, submit } },
        el('div', { class: 'scrolls' }, ...FIELDS.map((name) => el('label', { class: `label ${name === 'note' ? 'whole' : ''}` }, say(`field.${name}`), control(name)))),
        el('div', { class: 'row' }, el('button', { class: 'button main' }, icon('check', 'small'), say('act.save'), cap('↵')),
          el('button', { class: 'button quiet', type: 'button', on: { click: () => act.leave() } }, say('act.leave'), cap('Esc')))));
  }

  /** What is another than before. @returns {Partial<Record<EditedField, string>>} */
  get changed() {
    return Object.fromEntries(FIELDS.filter((field) => this.#edited[field] !== this.#person[field]).map((field) => [field, this.#edited[field]]));
  }

  focus() {
    const first = this.element.querySelector('input');
    first?.focus();
    first?.select();
  }
}
