// A new guest, or a colleague who comes instead: the same form, at the right of the stage. A scan meanwhile gives its
// verdict on the left and leaves the form as it is.

import { bdi, cap, el, fill } from '../parts/dom.js';
import { call } from '../host.js';
import { FormNote } from '../parts/form_note.js';
import { icon } from '../parts/icons.js';
import { shownName } from '../parts/person.js';
import { say, sayNodes } from '../i18n/say.js';

/** @import { Attendee } from '../../types/wire.js' */
/** @import { Desk } from '../desk.js' */

/** @typedef {{ givenName: string, familyName: string, organisation: string, email: string, ticketType: string }} Draft */

/** After so many letters organisations are suggested. */
const SUGGEST_FROM = 2;
/** How many. */
const SUGGESTIONS = 6;
/** An Enter of the key that opened the panel must not send it off, in ms. */
const DEAD_MS = 400;

/**
 * @typedef {object} GuestFormActs
 * @property {(draft: Draft) => Promise<void>} save
 * @property {(attendee: string) => void} same
 * @property {() => void} close
 * @property {() => void} changed something was typed or chosen
 */

export class GuestForm {
  element = el('aside', { class: 'card panel guest-form' });
  #desk;
  #act;
  /** Who is replaced; null: a new guest. @type {Attendee | null} */
  replaces = null;
  /** @type {Draft} */
  draft = emptyDraft();
  /** What was given last, for Ctrl D. @type {Draft | null} */
  #last = null;
  /** @type {Attendee | null} */
  #alike = null;
  #alikeNote = el('div', { class: 'note calm small', hidden: true });
  #problem = new FormNote();
  #suggestions = el('datalist', { id: 'organisations' });
  #openedAt = 0;
  #left = 'givenName';
  #asked = 0;

  /** @param {Desk} desk @param {GuestFormActs} act */
  constructor(desk, act) {
    this.#desk = desk;
    this.#act = act;
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('input', (event) => this.#input(event));
    this.element.addEventListener('focusin', (event) => {
      if (event.target instanceof HTMLInputElement) this.#left = event.target.name;
    });
  }

  /** Opens it on a new guest whose name was begun in the field. @param {string} typed */
  openWalkIn(typed) {
    if (this.replaces || !this.isBegun) {
      this.replaces = null;
      const [givenName = '', ...rest] = typed.trim().split(/\s+/);
      this.draft = { ...emptyDraft(), givenName: capital(givenName), familyName: rest.map(capital).join(' ') };
    }
    this.draft.ticketType ||= this.#desk.info.ticketTypes[0]?.id ?? '';
    this.show();
  }

  /** Opens it on somebody who comes instead of `person`. @param {Attendee} person */
  openSubstitute(person) {
    this.replaces = person;
    this.draft = { ...emptyDraft(), organisation: person.organisation, ticketType: person.ticketType };
    this.show();
  }

  get isBegun() {
    return Boolean(this.draft.givenName || this.draft.familyName);
  }

  forget() {
    this.draft = emptyDraft();
    this.replaces = null;
  }

  show() {
    this.#openedAt = performance.now();
    const instead = this.replaces;
    this.element.setAttribute('aria-label', say(instead ? 'substitute.title' : 'walkIn.title'));
    const text = /** @param {keyof Draft} name @param {Record<string, string>} [more] */ (name, more = {}) =>
      el('label', { class: 'label' }, say(`field.${name}`), more.optional ? el('span', { class: 'optional' }, ' ', say('walkIn.optional')) : null,
        el('input', { class: 'input', name, value: this.draft[name], maxlength: name === 'organisation' ? '300' : '200', autocomplete: 'off', spellcheck: 'false', placeholder: more.hint, list: more.list, type: more.type ?? 'text' }));
    const types = this.#desk.info.ticketTypes;
    fill(this.element,
      el('div', { class: 'card-head' }, el('h2', { class: 'panel-title' }, say(instead ? 'substitute.title' : 'walkIn.title')),
        el('div', { class: 'row' }, cap('Esc'), el('button', { class: 'button quiet', type: 'button', 'aria-label': say('act.close'), 'aria-keyshortcuts': 'Escape', on: { click: () => this.#act.close() } }, icon('close', 'small')))),
      instead ? el('p', { class: 'soft small-text' }, ...sayNodes('substitute.help', { name: bdi(shownName(instead)) })) : null,
      el('form', { class: 'fields', novalidate: true, on: { submit: (event) => this.#submit(event) } },
        el('div', { class: 'scrolls' }, el('div', { class: 'two' }, text('givenName'), text('familyName')),
        text('organisation', { hint: say('walkIn.org.hint'), list: 'organisations' }),
        text('email', { optional: 'yes', type: 'text' }),
        instead || types.length < 2 ? null : el('div', { class: 'label' }, say('field.ticketType'),
          el('div', { class: 'segments', role: 'radiogroup', 'aria-label': say('field.ticketType') }, ...types.map((type) => this.#type(type)))),
        this.#suggestions), this.#alikeNote, this.#problem.element,
        el('button', { class: 'button main big wide' }, icon('check'), say(instead ? 'substitute.save' : 'act.walkIn.save'), cap('↵'))));
    this.#problem.hide();
    this.#showAlike(null);
    this.focus();
  }

  focus() {
    const field = this.element.querySelector(`[name="${this.#left}"]`) ?? this.element.querySelector('input');
    if (field instanceof HTMLElement) field.focus();
  }

  /** The look-alike is the person who stands here. @returns {boolean} */
  takeAlike() {
    if (!this.#alike || this.replaces) return false;
    this.#act.same(this.#alike.id);
    return true;
  }

  /** @param {{ id: string, name: string }} type */
  #type(type) {
    const choose = () => {
      this.draft.ticketType = type.id;
      this.#act.changed();
      for (const one of this.element.querySelectorAll('[data-type]')) one.setAttribute('aria-checked', String(one.getAttribute('data-type') === type.id));
    };
    return el('button', { type: 'button', role: 'radio', 'data-type': type.id, 'aria-checked': String(this.draft.ticketType === type.id), on: { click: choose } }, bdi(type.name));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'd' && event.ctrlKey && !event.altKey && this.#last) {
      event.preventDefault();
      this.draft.organisation = this.#last.organisation;
      this.draft.ticketType = this.#last.ticketType;
      this.#act.changed();
      this.show();
    }
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const fields = [...this.element.querySelectorAll('input')];
    const next = fields[fields.indexOf(event.target) + 1];
    if (next && !this.#isComplete()) next.focus();
    else this.#submit(event);
  }

  #isComplete() {
    const { familyName, givenName, email, organisation } = this.draft;
    const last = this.element.querySelector('[name="email"]');
    return Boolean(givenName && familyName && (organisation || email)) && document.activeElement === last;
  }

  /** @param {Event} event */
  #input(event) {
    const target = event.target;
    if (!(target instanceof HTMLInputElement) || !(target.name in this.draft)) return;
    this.draft[/** @type {keyof Draft} */ (target.name)] = target.value;
    this.#act.changed();
    this.#problem.hide();
    if (target.name === 'organisation') this.#suggest(target.value);
    if (target.name === 'givenName' || target.name === 'familyName') this.#lookForAlike();
  }

  /** @param {string} text */
  async #suggest(text) {
    if (text.trim().length < SUGGEST_FROM) return fill(this.#suggestions);
    const asked = (this.#asked += 1);
    const found = await call('findAttendees', { text, limit: 50 }).catch(() => null);
    if (!found || asked !== this.#asked) return;
    const names = found.hits.filter((hit) => hit.matched.some((part) => part.field === 'organisation')).map((hit) => hit.attendee.organisation);
    fill(this.#suggestions, ...[...new Set(names)].slice(0, SUGGESTIONS).map((name) => el('option', { value: name })));
  }

  async #lookForAlike() {
    const { givenName, familyName } = this.draft;
    if (givenName.trim().length < 2 || familyName.trim().length < 2) return this.#showAlike(null);
    const asked = (this.#asked += 1);
    const found = await call('findAttendees', { text: `${givenName} ${familyName}`, limit: 5 }).catch(() => null);
    if (!found || asked !== this.#asked) return;
    this.#showAlike(found.hits.map((hit) => hit.attendee).find((person) => person.presence === 'expected' && person.id !== this.replaces?.id) ?? null);
  }

  /** @param {Attendee | null} person */
  #showAlike(person) {
    this.#alike = person;
    this.#alikeNote.hidden = !person || Boolean(this.replaces);
    if (!person) return;
    const words = sayNodes('walkIn.alike', { name: el('b', {}, bdi(shownName(person))), organisation: el('b', {}, bdi(person.organisation || say('fact.noOrganisation'))) });
    fill(this.#alikeNote, icon('people', 'small'), el('span', {}, ...words, ' ',
      el('button', { class: 'text-button', type: 'button', 'aria-keyshortcuts': 'F7', on: { click: () => this.takeAlike() } }, say('act.same'), ' ', cap('F7'))));
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    if (performance.now() - this.#openedAt < DEAD_MS) return;
    const missing = !this.draft.givenName.trim() ? 'givenName' : !this.draft.familyName.trim() ? 'familyName' : '';
    if (missing) {
      this.#left = missing;
      this.#problem.show(say('walkIn.missing', { field: say(`field.${missing}`).toLocaleLowerCase() }));
      return this.focus();
    }
    try {
      const given = { ...this.draft };
      await this.#act.save(given);
      this.#last = given;
      this.forget();
      this.#left = 'givenName';
    } catch (problem) {
      this.#problem.showProblem(problem);
    }
  }
}

/** @returns {Draft} */
function emptyDraft() {
  return { givenName: '', familyName: '', organisation: '', email: '', ticketType: '' };
}

/** What was typed to search is all small; the beginning of a name in a form is not. Nothing else is changed. @param {string} word */
function capital(word) {
  return word === word.toLocaleLowerCase() ? word.charAt(0).toLocaleUpperCase() + word.slice(1) : word;
}
