// The event as its organiser set it up: its own settings, the programme, ticket types and questions; changed while it runs.

import { bdi, cap, el, fill, setText } from '../../parts/dom.js';
import { call, isProblem } from '../../host.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { FORMS, NAMED_BY, control, newId, read } from './forms.js';

/** @import { EventFile, EventInfo } from '../../../types/wire.js' */
/** @import { Part } from './forms.js' */

/** @type {Part[]} */
const PARTS = ['event', 'sessions', 'ticketTypes', 'questions'];

/** @typedef {{ changed: (info: EventInfo) => void, templates: () => EventInfo['badgeTemplates'] }} EventCardActs */

export class EventCard {
  element = el('section', { class: 'card event-card' });
  #act;
  /** @type {EventFile | null} */
  #file = null;
  /** @type {Part} */
  #part = 'event';
  /** Which item of a list is open: its id, `null` for a new one; undefined: none. @type {string | null | undefined} */
  #open;
  #wrong = el('p', { class: 'field-error', role: 'alert' });

  /** @param {EventCardActs} act */
  constructor(act) {
    this.#act = act;
  }

  /** It has come up: the settings of now. A form that is open stays as it is. */
  async ask() {
    if (this.#open !== undefined || this.element.contains(document.activeElement)) return;
    try {
      this.#file = await call('eventSettings', {});
      setText(this.#wrong, '');
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#file = null;
      setText(this.#wrong, `${problem.message} ${problem.hint}`);
    }
    this.show();
  }

  /** Says everything again; what is being typed stays. */
  show() {
    const file = this.#file;
    const form = this.element.querySelector('form');
    const typed = form && this.#part ? read(this.#part, form) : null;
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.getAttribute('data-choice') ?? document.activeElement.getAttribute('name') : null;
    fill(this.element, el('h2', {}, say('set.title')),
      el('div', { class: 'segments', role: 'radiogroup', 'aria-label': say('set.title') }, ...PARTS.map((part) =>
        el('button', { type: 'button', role: 'radio', 'data-choice': `set.${part}`, 'aria-checked': String(part === this.#part), on: { click: () => this.#to(part) } }, say(`set.${part}`)))),
      file ? this.#body(file, typed) : null, this.#wrong);
    if (focused) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-choice="${CSS.escape(focused)}"], [name="${CSS.escape(focused)}"]`))?.focus();
    return this.element;
  }

  /** Esc: out of a form. @returns {boolean} */
  escape() {
    if (this.#open === undefined) return false;
    this.#leave();
    return true;
  }

  /** @param {Part} part */
  #to(part) {
    this.#part = part;
    this.#open = undefined;
    setText(this.#wrong, '');
    this.element.querySelector('form')?.remove();
    this.show();
  }

  /** @param {EventFile} file @param {Record<string, any> | null} typed */
  #body(file, typed) {
    if (this.#part === 'event') return this.#form(file, typed ?? file);
    const items = this.#items(file);
    if (this.#open !== undefined) return this.#form(file, typed ?? items.find((item) => item.id === this.#open) ?? this.#blank(file));
    const name = NAMED_BY[this.#part];
    return el('div', { class: 'stack' },
      el('ul', { class: 'set-items' }, ...items.map((item) => el('li', {},
        el('button', { class: 'set-item', type: 'button', 'data-choice': `item.${item.id}`, on: { click: () => this.#edit(item.id) } }, el('b', {}, bdi(item[name])), el('span', { class: 'soft small-text' }, bdi(this.#about(item))), icon('edit', 'small'))))),
      items.length ? null : el('p', { class: 'soft' }, say(`set.${this.#part}.none`)),
      el('button', { class: 'button', type: 'button', 'data-choice': 'set.add', on: { click: () => this.#edit(null) } }, icon('plus', 'small'), say(`set.${this.#part}.add`)));
  }

  /** What is said of an item beside its name. @param {Record<string, any>} item */
  #about(item) {
    if (this.#part === 'sessions') return [String(item.starts ?? '').slice(0, 16).replace('T', ' '), item.room].filter(Boolean).join(' · ');
    if (this.#part === 'questions') return say(`set.answer.${item.answer}`);
    return item.colour ?? '';
  }

  /** @param {EventFile} file @returns {Record<string, any>[]} */
  #items(file) {
    return this.#part === 'event' ? [] : file[this.#part];
  }

  /** A new item: on the first day, and an answer of two. @param {EventFile} file @returns {Record<string, any>} */
  #blank(file) {
    return this.#part === 'sessions' ? { starts: `${file.starts}T09:00`, ends: `${file.starts}T10:00` } : this.#part === 'questions' ? { answer: 'yesNo', required: true } : {};
  }

  /** @param {string | null} id */
  #edit(id) {
    this.#open = id;
    this.show();
    this.element.querySelector('input')?.focus();
  }

  #leave() {
    const was = this.#open;
    this.#open = undefined;
    setText(this.#wrong, '');
    this.element.querySelector('form')?.remove();
    this.show();
    const back = this.element.querySelector(was ? `[data-choice="item.${CSS.escape(was)}"]` : '[data-choice="set.add"]');
    if (back instanceof HTMLElement) back.focus();
  }

  /** @param {EventFile} file @param {Record<string, any>} item */
  #form(file, item) {
    const part = this.#part;
    const isItem = part !== 'event';
    const submit = /** @param {SubmitEvent} event */ (event) => {
      event.preventDefault();
      if (event.currentTarget instanceof HTMLFormElement) this.#save(file, read(part, event.currentTarget));
    };
    return el('form', { class: 'stack set-form', novalidate: true, 'aria-label': say(`set.${part}`), on: { submit } },
      el('div', { class: 'set-fields' }, ...FORMS[part].map((field) => control(part, field, item, file, this.#act.templates()))),
      el('div', { class: 'row wrap' }, el('button', { class: 'button main', type: 'submit', 'data-choice': 'set.save' }, icon('check', 'small'), say('act.save')),
        isItem ? el('button', { class: 'button quiet', type: 'button', 'data-choice': 'set.leave', on: { click: () => this.#leave() } }, say('act.leave'), cap('Esc')) : null,
        isItem && this.#open ? el('button', { class: 'button danger', type: 'button', 'data-choice': 'set.remove', on: { click: () => this.#put(file, (items) => items.filter((one) => one.id !== this.#open)) } }, say('set.remove')) : null));
  }

  /** @param {EventFile} file @param {Record<string, any>} given */
  #save(file, given) {
    if (this.#part === 'event') return this.#amend(given);
    const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
    const open = this.#open;
    return this.#put(file, (items) => {
      // What the form does not know of an item stays as it is; what it knows and leaves empty goes back to its default.
      const known = FORMS[this.#part].map((field) => field.name);
      const others = /** @param {Record<string, any>} item */ (item) => Object.fromEntries(Object.entries(item).filter(([name]) => !known.includes(name)));
      if (open) return items.map((item) => (item.id === open ? { ...others(item), ...kept } : item));
      const name = String(kept[this.#part === 'event' ? '' : NAMED_BY[this.#part]] ?? '');
      return [...items, { id: newId(name, items.map((item) => String(item.id))), ...kept }];
    });
  }

  /** @param {EventFile} file @param {(items: Record<string, any>[]) => Record<string, any>[]} change */
  #put(file, change) {
    return this.#amend({ [this.#part]: change(this.#items(file)) });
  }

  /** @param {Record<string, any>} fields */
  async #amend(fields) {
    try {
      const info = await call('amendEvent', { fields });
      this.#file = await call('eventSettings', {});
      setText(this.#wrong, '');
      if (this.#part !== 'event') this.#leave();
      this.#act.changed(info);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      setText(this.#wrong, `${problem.message} ${problem.hint}`);
    }
  }
}
