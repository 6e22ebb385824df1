// Security: who works at the desks, when a desk locks itself, and the event's passphrase.

import { bdi, el, fill, setText } from '../../parts/dom.js';
import { call, callShell, isProblem } from '../../host.js';
import { icon } from '../../parts/icons.js';
import { say, sayNodes } from '../../i18n/say.js';

import { KioskCard } from './kiosk_card.js';

/** @import { EventInfo, StaffWire } from '../../../types/wire.js' */

/** Minutes after which a desk may lock itself; 0: never. */
const LOCKS = [0, 2, 5, 10, 20];
const ROLES = /** @type {const} */ (['desk', 'lead']);

/**
 * @typedef {object} SecurityActs
 * @property {(info: EventInfo) => void} changed
 * @property {(staff: StaffWire[]) => void} staffed who works here has changed
 * @property {() => EventInfo} info
 */

export class SecurityPage {
  element = el('div', { class: 'settings-columns security' });
  #act;
  #kiosk = new KioskCard(() => this.#staff.length > 0);
  /** @type {StaffWire[]} */
  #staff = [];
  /** Who is being changed; null: somebody new; undefined: nobody. @type {StaffWire | null | undefined} */
  #form;
  #said = el('p', { class: 'field-error', role: 'alert' });
  #wordsSaid = el('p', { class: 'field-error', role: 'alert' });
  #left = el('ul', { class: 'soft small-text' });

  /** @param {SecurityActs} act */
  constructor(act) {
    this.#act = act;
  }

  /** Asks who works here. */
  async ask() {
    this.#form = undefined;
    const known = await call('staff', {}).catch(() => ({ staff: [] }));
    this.#staff = known.staff;
    this.show();
  }

  show() {
    // The people, the window, the data.
    const lanes = [[this.#people(), this.#lock()], [this.#kiosk.show()], [this.#words(), this.#erase()]];
    fill(this.element, ...lanes.map((cards) => el('div', { class: 'lane' }, ...cards)));
    return this.element;
  }

  /** Esc: out of a form. */
  escape() {
    if (this.#form === undefined) return false;
    this.#form = undefined;
    this.show();
    return true;
  }

  #people() {
    const none = this.#staff.length === 0;
    const row = /** @param {StaffWire} person */ (person) => el('li', {}, el('button', { class: 'set-item', type: 'button', 'data-staff': person.id, on: { click: () => this.#open(person) } },
      el('b', {}, bdi(person.name)), el('span', { class: 'soft' }, say(`role.${person.role}`)), icon('edit', 'small')));
    return el('section', { class: 'card' }, el('h2', {}, say('security.staff')),
      none ? el('p', { class: 'note decide', 'data-no-staff': true }, icon('alert', 'small'), say('security.staff.none')) : el('p', { class: 'soft small-text' }, say('security.staff.help')),
      none ? null : el('ul', { class: 'staff-list stack' }, ...this.#staff.map(row)),
      this.#form === undefined
        ? el('div', { class: 'row' }, el('button', { class: 'button', type: 'button', 'data-choice': 'addStaff', on: { click: () => this.#open(null) } }, icon('plus', 'small'), say(none ? 'security.staff.first' : 'security.staff.add')))
        : this.#staffForm());
  }

  /** @param {StaffWire | null} person */
  #open(person) {
    this.#form = person;
    setText(this.#said, '');
    this.show();
    /** @type {HTMLElement | null} */ (this.element.querySelector('[name=staffName]'))?.focus();
  }

  #staffForm() {
    const person = this.#form ?? null;
    const role = person?.role ?? (this.#staff.length ? 'desk' : 'lead');
    const name = el('input', { class: 'input', name: 'staffName', id: 'staff-name', maxlength: '60', autocomplete: 'off', spellcheck: 'false', value: person?.name ?? '' });
    const pin = el('input', { class: 'input', name: 'staffPin', id: 'staff-pin', type: 'password', inputmode: 'numeric', maxlength: '8', autocomplete: 'off' });
    const save = /** @param {Event} event */ (event) => {
      event.preventDefault();
      const chosen = /** @type {'desk' | 'lead'} */ (new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get('staffRole') ?? role);
      const id = person ? { id: person.id } : {};
      const digits = pin.value ? { pin: pin.value } : {};
      this.#do(() => call('putStaff', { ...id, name: name.value, role: chosen, ...digits }));
    };
    return el('form', { class: 'stack staff-form', novalidate: true, on: { submit: save } },
      el('label', { class: 'label', for: 'staff-name' }, say('security.staff.name'), name),
      el('fieldset', { class: 'label' }, el('legend', {}, say('security.staff.role')), el('div', { class: 'row wrap' }, ...ROLES.map((one) =>
        el('label', { class: 'check' }, el('input', { type: 'radio', name: 'staffRole', value: one, checked: one === role }), el('span', {}, say(`security.role.${one}`)))))),
      el('label', { class: 'label', for: 'staff-pin' }, say(person ? 'security.staff.newPin' : 'security.staff.pin'), pin), this.#said,
      el('div', { class: 'row wrap' }, el('button', { class: 'button main' }, say('settings.save')), el('button', { class: 'button', type: 'button', on: { click: () => this.escape() } }, say('act.cancel')),
        person ? el('button', { class: 'button danger', type: 'button', 'data-choice': 'removeStaff', on: { click: () => this.#do(() => call('removeStaff', { id: person.id })) } }, say('security.staff.remove')) : null));
  }

  /** @param {() => Promise<{ staff: StaffWire[] }>} make */
  async #do(make) {
    try {
      const { staff } = await make();
      this.#staff = staff;
      this.#form = undefined;
      this.show();
      this.#act.staffed(staff);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      setText(this.#said, `${problem.message} ${problem.hint}`);
    }
  }

  #lock() {
    const { lockAfterMinutes } = this.#act.info();
    const choose = /** @param {number} minutes */ async (minutes) => {
      try {
        this.#act.changed(await call('amendEvent', { fields: { lockAfterMinutes: minutes } }));
        this.show();
      } catch (problem) {
        if (!isProblem(problem)) throw problem;
        setText(this.#said, `${problem.message} ${problem.hint}`);
      }
    };
    return el('section', { class: 'card' }, el('h2', {}, say('security.lock')),
      el('div', { class: 'segments lock-after', role: 'radiogroup', 'aria-label': say('security.lock') }, ...LOCKS.map((minutes) =>
        el('button', { type: 'button', role: 'radio', 'data-choice': `lock.${minutes}`, 'aria-checked': String(minutes === lockAfterMinutes), on: { click: () => choose(minutes) } }, minutes ? say('security.lock.minutes', { n: minutes }) : say('security.lock.never')))),
      el('p', { class: 'soft small-text' }, say('security.lock.help')));
  }

  #erase() {
    const title = el('input', { class: 'input', name: 'eraseTitle', id: 'erase-title', maxlength: '200', autocomplete: 'off', spellcheck: 'false' });
    const said = el('div', { class: 'stack', role: 'alert' });
    const submit = /** @param {Event} event */ async (event) => {
      event.preventDefault();
      try {
        const { erased, left, notHere, note } = await call('eraseEvent', { title: title.value });
        const named = /** @param {string} word @param {string[]} names */ (word, names) =>
          names.length ? [el('p', {}, say(word)), el('ul', { class: 'small-text' }, ...names.map((name) => el('li', {}, bdi(name))))] : [];
        fill(said, el('p', {}, say('security.erase.done', { n: erased })), note ? el('p', { class: 'small-text' }, ...sayNodes('security.erase.note', { file: bdi(note) })) : null,
          ...named('security.erase.left', left), ...named('security.erase.notHere', notHere));
        title.value = '';
      } catch (problem) {
        if (!isProblem(problem)) throw problem;
        fill(said, el('p', { class: 'field-error' }, `${problem.message} ${problem.hint}`));
      }
    };
    return el('section', { class: 'card' }, el('h2', {}, say('security.erase')), el('p', { class: 'soft small-text' }, say('security.erase.help')),
      el('form', { class: 'stack', novalidate: true, on: { submit } }, el('label', { class: 'label', for: 'erase-title' }, say('security.erase.title'), title), said,
        el('div', { class: 'row' }, el('button', { class: 'button danger', 'data-choice': 'eraseEvent' }, say('security.erase.do')))));
  }

  #words() {
    const { locked } = this.#act.info();
    const field = /** @param {string} id @param {string} word */ (id, word) => {
      const input = el('input', { class: 'input', type: 'password', id, name: id, maxlength: '200', autocomplete: 'off', spellcheck: 'false' });
      return { input, label: el('label', { class: 'label', for: id }, say(word), input) };
    };
    const current = field('current-words', 'security.words.current');
    const first = field('new-words', 'security.words.new');
    const again = field('again-words', 'security.words.again');
    const change = /** @param {string | undefined} words */ async (words) => {
      try {
        const left = await callShell('changePassphrase', { current: locked ? current.input.value : undefined, passphrase: words });
        if (left.length === 0) return location.reload();
        fill(this.#left, el('li', {}, say('security.words.left')), ...left.map((file) => el('li', {}, bdi(file))));
        return this.#act.changed(await call('event', {}));
      } catch (problem) {
        if (!isProblem(problem)) throw problem;
        return setText(this.#wordsSaid, `${problem.message} ${problem.hint}`);
      }
    };
    const submit = /** @param {Event} event */ (event) => {
      event.preventDefault();
      if (first.input.value === again.input.value) change(first.input.value);
      else setText(this.#wordsSaid, say('security.words.differ'));
    };
    return el('section', { class: 'card' }, el('h2', {}, say('security.words')),
      el('p', { class: locked ? 'note go' : 'note decide', 'data-locked-event': String(locked) }, icon(locked ? 'check' : 'alert', 'small'), say(locked ? 'security.words.on' : 'security.words.off')),
      el('p', { class: 'soft small-text' }, say('security.words.who')),
      el('form', { class: 'stack', novalidate: true, on: { submit } }, locked ? current.label : null, first.label, again.label, this.#wordsSaid, this.#left,
        el('div', { class: 'row wrap' }, el('button', { class: 'button main', 'data-choice': 'changeWords' }, say(locked ? 'security.words.change' : 'security.words.give')),
          locked ? el('button', { class: 'button danger', type: 'button', 'data-choice': 'noWords', on: { click: () => change(undefined) } }, say('security.words.take')) : null)));
  }
}
