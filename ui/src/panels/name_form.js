// A ticket without a name: the guest is in, and the badge waits for what they are called.

import { bdi, cap, el, fill } from '../parts/dom.js';
import { FormNote } from '../parts/form_note.js';
import { icon } from '../parts/icons.js';
import { say, sayNodes } from '../i18n/say.js';

/** @typedef {{ id: string, name: string }} Nameless */

/**
 * @typedef {object} NameFormActs
 * @property {(attendee: string, name: { givenName: string, familyName: string }) => Promise<void>} save
 * @property {() => void} close
 */

/** An Enter of the key that opened the panel must not send it off, in ms. */
const DEAD_MS = 400;

export class NameForm {
  element = el('aside', { class: 'card panel name-form' });
  /** Whose name is asked for. @type {Nameless | null} */
  person = null;
  #act;
  #given = '';
  #family = '';
  #openedAt = 0;
  #problem = new FormNote();

  /** @param {NameFormActs} act */
  constructor(act) {
    this.#act = act;
  }

  /** @param {Nameless} person */
  open(person) {
    if (this.person?.id !== person.id) [this.#given, this.#family] = ['', ''];
    this.person = person;
    this.show();
  }

  show() {
    const { person } = this;
    if (!person) return;
    this.#openedAt = performance.now();
    this.element.setAttribute('aria-label', say('nameForm.title'));
    const text = /** @param {'givenName' | 'familyName'} name @param {string} value */ (name, value) =>
      el('label', { class: 'label' }, say(`field.${name}`), el('input', { class: 'input', name, value, maxlength: '200', autocomplete: 'off', spellcheck: 'false' }));
    fill(this.element, el('div', { class: 'card-head' }, el('h2', { class: 'panel-title' }, say('nameForm.title')),
      el('div', { class: 'row' }, cap('Esc'), el('button', { class: 'button quiet', type: 'button', 'aria-label': say('act.close'), 'aria-keyshortcuts': 'Escape', on: { click: () => this.#act.close() } }, icon('close', 'small')))),
      el('p', { class: 'soft' }, ...sayNodes('nameForm.help', { name: bdi(person.name) })),
      el('form', { class: 'fields', novalidate: true, on: { submit: (event) => this.#submit(event), input: (event) => this.#input(event), keydown: (event) => this.#key(event) } },
        el('div', { class: 'two' }, text('givenName', this.#given), text('familyName', this.#family)), this.#problem.element,
        el('button', { class: 'button main big wide' }, icon('badge'), say('nameForm.save'), cap('↵'))));
    this.#problem.hide();
    this.#focus();
  }

  /** @param {Event} event */
  #input(event) {
    if (!(event.target instanceof HTMLInputElement)) return;
    if (event.target.name === 'givenName') this.#given = event.target.value;
    else this.#family = event.target.value;
    this.#problem.hide();
  }

  /** Enter goes on to the family name first. @param {KeyboardEvent} event */
  #key(event) {
    const family = this.element.querySelector('[name="familyName"]');
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement) || event.target === family || this.#family.trim()) return;
    event.preventDefault();
    if (family instanceof HTMLElement) family.focus();
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const { person } = this;
    if (!person || performance.now() - this.#openedAt < DEAD_MS) return;
    // One word is a name too; without any there is no badge.
    if (!this.#given.trim() && !this.#family.trim()) {
      this.#problem.show(say('nameForm.missing'));
      return this.#focus();
    }
    try {
      await this.#act.save(person.id, { givenName: this.#given.trim(), familyName: this.#family.trim() });
      [this.#given, this.#family, this.person] = ['', '', null];
    } catch (problem) {
      this.#problem.showProblem(problem);
      this.#focus();
    }
  }

  #focus() {
    this.element.querySelector('input')?.focus();
  }
}
