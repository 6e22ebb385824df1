// Everything about one guest: who, programme, course of events, badge; corrected in place.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { call, isProblem } from '../../host.js';
import { time } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { historyLines } from '../../parts/history.js';
import { shownName, statusPill } from '../../parts/person.js';
import { hasWord, say, sayNodes } from '../../i18n/say.js';
import { BadgeCard } from '../arrivals/side.js';
import { ReasonForm } from './reason_form.js';

/** @import { Attendee, PersonFields, PrintJob, Problem } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */
/** @import { Told } from '../../parts/history.js' */

/** What may be corrected here, in the order of the form. */
const FIELDS = /** @type {const} */ (['givenName', 'familyName', 'badgeName', 'organisation', 'title', 'email', 'phone', 'note']);
/** How much of a note is shown before it is folded, in characters. */
const NOTE = 200;

/**
 * @typedef {object} AttendeeActs
 * @property {() => void} back
 * @property {(attendee: string, how: { direction: 'entry' | 'exit' }) => void} checkIn
 * @property {(person: Attendee) => void} substitute
 * @property {(problem: Problem) => void} broke
 * @property {(text: (Node | string)[]) => void} say
 * @property {() => void} done something was done; the next guest may come
 */

export class AttendeeScreen {
  element = el('div', { class: 'attendee-screen' });
  /** @type {Attendee | null} */
  person = null;
  isEditing = false;
  #desk;
  #act;
  #badge;
  #badgePlace = el('div', { class: 'stack' });
  /** @type {ReasonForm | null} */
  #asking = null;
  #unmasked = false;
  #wholeNote = false;
  /** @type {Record<string, string>} */
  #edited = {};

  /** @param {Desk} desk @param {AttendeeActs} act */
  constructor(desk, act) {
    this.#desk = desk;
    this.#act = act;
    this.#badge = new BadgeCard(desk);
    desk.on('latest', () => this.#reload());
  }

  /** @param {string} attendee */
  async open(attendee) {
    this.isEditing = false;
    this.#asking = null;
    this.#unmasked = false;
    this.#wholeNote = false;
    try {
      this.person = await call('getAttendee', { attendee });
      this.#badge.show(this.person, undefined);
      this.show();
      return true;
    } catch (problem) {
      this.#broke(problem);
      return false;
    }
  }

  close() {
    this.person = null;
    this.#badge.rest();
    fill(this.element);
  }

  show() {
    const person = this.person;
    if (!person) return;
    const cancelled = person.status === 'cancelled';
    fill(this.element,
      el('div', { class: 'screen-head' },
        el('button', { class: 'button quiet', type: 'button', 'aria-keyshortcuts': 'Escape', on: { click: () => this.#act.back() } }, icon('back', 'small'), say('act.back'), cap('Esc')),
        el('div', { class: 'row wrap' },
          el('button', { class: 'button', type: 'button', 'aria-keyshortcuts': 'Control+E', on: { click: () => this.edit() } }, icon('edit', 'small'), say('act.edit'), cap('Ctrl E')),
          cancelled || person.presence !== 'expected' ? null : el('button', { class: 'button', type: 'button', on: { click: () => this.#act.substitute(person) } }, icon('swap', 'small'), say('act.handOver')),
          cancelled
            ? el('button', { class: 'button', type: 'button', on: { click: () => this.#setStatus('confirmed') } }, say('act.reinstate'))
            : el('button', { class: 'button danger', type: 'button', on: { click: () => this.#cancel() } }, say('act.cancelGuest')))),
      el('div', { class: 'attendee-columns' }, this.isEditing ? this.#editCard(person) : this.#personCard(person), el('div', { class: 'stack middle' }, this.#programmeCard(person), this.#historyCard(person)), this.#sideCards(person)));
  }

  edit() {
    const person = this.person;
    if (!person) return;
    this.isEditing = true;
    this.#edited = Object.fromEntries(FIELDS.map((field) => [field, person[field]]));
    this.show();
    const first = this.element.querySelector('input');
    first?.focus();
    first?.select();
  }

  /** Esc: out of the question, out of the fields; the screen itself is left by the caller. @returns {boolean} */
  escape() {
    if (this.#asking) {
      this.#asking = null;
      this.#act.done();
      this.show();
      return true;
    }
    if (!this.isEditing) return false;
    this.isEditing = false;
    this.show();
    return true;
  }

  /** F6. */
  async newBadge() {
    const person = this.person;
    if (!person) return;
    try {
      const job = await call('queueBadge', { attendee: person.id });
      this.#showJob(person, job);
      await this.#desk.refresh();
    } catch (problem) {
      this.#broke(problem);
    }
  }

  /** Whoever is inside can only leave, where people are checked out at all. @param {Attendee} person */
  #hasWayOn(person) {
    return person.presence !== 'inside' || this.#desk.info.exits;
  }

  /** F7. */
  wayOn() {
    const person = this.person;
    if (!person || this.isEditing || !this.#hasWayOn(person)) return;
    this.#act.checkIn(person.id, { direction: person.presence === 'inside' ? 'exit' : 'entry' });
  }

  /** @param {Attendee} person @param {PrintJob} job */
  #showJob(person, job) {
    this.#badge.show(person, job);
  }

  async #reload() {
    const person = this.person;
    if (!person || this.isEditing || this.#asking || !this.element.isConnected) return;
    const again = await call('getAttendee', { attendee: person.id }).catch(() => null);
    if (!again || this.person !== person || this.isEditing || this.#asking) return;
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
    this.person = again;
    this.show();
    if (focused) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-keep="${focused}"]`))?.focus();
  }

  /** @param {Attendee} person */
  #personCard(person) {
    const status = say(hasWord(`status.${person.status}`) ? `status.${person.status}` : 'status.confirmed');
    const mask = /** @param {string} text */ (text) => (this.#unmasked || !text ? text : masked(text));
    /** @type {[string, string][]} */
    const rows = [
      ['email', mask(person.email)],
      ['phone', mask(person.phone)],
      ['name', person.badgeName ? person.name : ''],
      ['order', person.order],
      ['ticketCodes', [say('fact.ownCode'), ...person.ticketCodes.map((code) => (this.#unmasked ? code : masked(code)))].join(' · ')],
      ['language', person.language ? say(`language.${person.language}`) : ''],
      ...Object.entries(person.fields).map(([heading, text]) => /** @type {[string, string]} */ ([heading, text])),
      ...this.#desk.info.questions.filter((question) => person.answers[question.id]).map((question) => /** @type {[string, string]} */ ([question.text, person.answers[question.id] ?? ''])),
    ];
    const hasContact = Boolean(person.email || person.phone || person.ticketCodes.length);
    return el('section', { class: 'card fills person', tabindex: '0', 'aria-label': shownName(person) },
      el('div', {}, el('h1', { class: 'person-title' }, bdi(shownName(person))), el('p', { class: 'large-text soft' }, bdi(person.title)), el('p', { class: 'large-text soft' }, bdi(person.organisation))),
      el('div', { class: 'row wrap' }, statusPill(person, 'pill line'), person.ticketType ? el('span', { class: 'pill line' }, bdi(this.#desk.ticketType(person.ticketType))) : null,
        person.presence === 'expected' && person.status === 'confirmed' ? el('span', { class: 'pill line' }, status) : null,
        person.offList ? el('span', { class: 'pill decide' }, say('attendee.offList')) : null),
      person.alert ? this.#alertOf(person) : null,
      this.#noteOf(person),
      this.#replacement(person),
      el('dl', { class: 'facts' }, ...rows.filter(([, text]) => text).flatMap(([field, text]) => [el('dt', {}, hasWord(`field.${field}`) ? say(`field.${field}`) : bdi(field)), el('dd', {}, bdi(text))])),
      hasContact && !this.#unmasked ? el('button', { class: 'button quiet start', type: 'button', 'data-keep': 'unmask', on: { click: () => this.#unmask() } }, say('attendee.unmask')) : null);
  }

  /** @param {Attendee} person */
  #alertOf(person) {
    const seen = person.alertAcknowledged
      ? el('span', { class: 'pill line' }, icon('check', 'small'), say('attendee.alert.seen'))
      : el('button', { class: 'button', type: 'button', 'data-keep': 'seen', 'data-act': 'acknowledge', 'aria-keyshortcuts': 'Control+K', on: { click: () => this.acknowledge() } }, say('act.seen'), cap('Ctrl K'));
    return el('div', { class: 'note alert-line' }, icon('alert', 'small'), el('span', {}, el('b', {}, say('attendee.alert')), ' ', bdi(person.alert)), seen);
  }

  /** Ctrl K: the alert was seen. */
  async acknowledge() {
    const person = this.person;
    if (!person?.alert || person.alertAcknowledged) return;
    try {
      await call('acknowledgeAlert', { attendee: person.id });
      await this.open(person.id);
      this.#act.done();
      await this.#desk.refresh();
    } catch (problem) {
      this.#broke(problem);
    }
  }

  /** @param {Attendee} person */
  #noteOf(person) {
    if (!person.note) return null;
    const long = person.note.length > NOTE && !this.#wholeNote;
    return el('div', { class: 'note calm' }, icon('file', 'small'), el('span', {}, el('b', {}, say('note.title')), ': ', bdi(long ? `${person.note.slice(0, NOTE)}…` : person.note), ' ',
      long ? el('button', { class: 'text-button', type: 'button', on: { click: () => this.#unfold() } }, say('act.whole')) : null));
  }

  /** @param {Attendee} person */
  #replacement(person) {
    const other = person.replacedBy ?? person.replaces;
    if (!other) return null;
    const open = () => this.open(other);
    return el('div', { class: 'note calm' }, icon('swap', 'small'), el('span', {}, say(person.replacedBy ? 'attendee.replacedBy' : 'attendee.replaces'), ' ',
      el('button', { class: 'text-button', type: 'button', on: { click: open } }, say('act.openOther'))));
  }

  /** @param {Attendee} person */
  #programmeCard(person) {
    const sessions = this.#desk.sessions.filter((session) => person.sessions.includes(session.id));
    const rows = sessions.map((session) => el('li', {}, el('time', { datetime: session.starts }, time(session.starts)), el('span', {}, bdi(session.title), session.room ? [' · ', bdi(session.room)] : null)));
    return el('section', { class: 'card' }, el('h2', {}, say('attendee.programme')), rows.length ? el('ol', { class: 'events short' }, ...rows) : el('p', { class: 'soft small-text' }, say('attendee.noSessions')));
  }

  /** @param {Attendee} person */
  #historyCard(person) {
    const lines = historyLines(person.history ?? [], this.#desk);
    const row = /** @param {Told} line */ (line) =>
      el('li', { class: line.undone ? 'void' : '' }, el('time', { datetime: line.at }, line.long), el('span', {}, ...line.text, line.undone ? el('span', { class: 'soft' }, ` (${say('latest.undone').toLocaleLowerCase()})`) : null));
    return el('section', { class: 'card fills history', tabindex: '0', 'aria-label': say('attendee.history') }, el('h2', {}, say('attendee.history')),
      lines.length ? el('ol', { class: 'events' }, ...lines.map(row)) : el('p', { class: 'soft small-text' }, say('empty.history')));
  }

  /** @param {Attendee} person */
  #sideCards(person) {
    const inside = person.presence === 'inside';
    const undoable = historyLines(person.history ?? [], this.#desk).find((line) => line.undoable && line.kind === 'checkIn') ?? historyLines(person.history ?? [], this.#desk).find((line) => line.undoable && line.kind !== 'walkIn');
    const session = this.#desk.scopeSession();
    fill(this.#badgePlace, this.#badge.element,
      el('button', { class: 'button main wide', type: 'button', 'data-keep': 'badge', 'aria-keyshortcuts': 'F6', on: { click: () => this.newBadge() } }, icon('printer', 'small'), say(person.badge === 'none' ? 'act.badge' : 'act.badgeAgain'), cap('F6')));
    // A question stands where it is seen at once.
    if (this.#asking) return el('div', { class: 'side' }, el('section', { class: 'card' }, this.#asking.element));
    return el('div', { class: 'side' }, this.#badgePlace,
      el('section', { class: 'card' },
        !this.#hasWayOn(person) ? null : el('button', { class: 'button wide', type: 'button', 'data-keep': 'checkIn', 'aria-keyshortcuts': 'F7', on: { click: () => this.wayOn() } }, icon(inside ? 'out' : 'check', 'small'),
          el('span', {}, say(inside ? 'act.exit' : 'act.checkIn'), session ? [': ', bdi(session.title)] : null), cap('F7')),
        undoable
          ? el('button', { class: 'button wide', type: 'button', 'data-keep': 'undo', on: { click: () => this.#askWhy(undoable) } }, icon('undo', 'small'), say(`act.undo.${undoable.kind === 'checkIn' ? 'checkIn' : 'amended'}`))
          : null));
  }

  /** @param {Attendee} person */
  #editCard(person) {
    const field = /** @param {typeof FIELDS[number]} name */ (name) =>
      el('label', { class: `label ${name === 'note' ? 'whole' : ''}` }, say(`field.${name}`),
        el(name === 'note' ? 'textarea' : 'input', { class: 'input', name, maxlength: name === 'note' ? '4000' : '300', autocomplete: 'off', spellcheck: 'false', value: this.#edited[name] }, name === 'note' ? this.#edited[name] : null));
    const input = /** @param {Event} event */ (event) => {
      const target = event.target;
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) this.#edited[target.name] = target.value;
    };
    return el('section', { class: 'card fills person editing' },
      el('h1', { class: 'person-title' }, bdi(shownName(person))),
      el('form', { class: 'edit-fields', novalidate: true, on: { input, submit: (event) => this.#save(event) } }, el('div', { class: 'scrolls' }, ...FIELDS.map(field)),
        el('div', { class: 'row' }, el('button', { class: 'button main' }, icon('check', 'small'), say('act.save'), cap('↵')),
          el('button', { class: 'button quiet', type: 'button', on: { click: () => this.escape() } }, say('act.leave'), cap('Esc')))));
  }

  /** @param {Event} event */
  async #save(event) {
    event.preventDefault();
    const person = this.person;
    if (!person) return;
    const changed = Object.fromEntries(FIELDS.filter((field) => this.#edited[field] !== person[field]).map((field) => [field, this.#edited[field]]));
    try {
      if (Object.keys(changed).length) await call('amendAttendee', { attendee: person.id, fields: /** @type {PersonFields} */ (changed) });
      this.isEditing = false;
      await this.open(person.id);
      this.#act.done();
      await this.#desk.refresh();
    } catch (problem) {
      this.#broke(problem);
    }
  }

  #unmask() {
    this.#unmasked = true;
    this.show();
  }

  #unfold() {
    this.#wholeNote = true;
    this.show();
  }

  /** @param {Told} line */
  #askWhy(line) {
    this.#ask('undo.reason.title', ['undo.reason.person', 'undo.reason.mistake'], (reason) => this.#undo(line, reason));
  }

  #cancel() {
    this.#ask('cancel.reason.title', ['cancel.reason.self', 'cancel.reason.mistake'], (reason) => this.#setStatus('cancelled', reason));
  }

  /** @param {string} title @param {string[]} reasons @param {(reason: string) => void} done */
  #ask(title, reasons, done) {
    this.#asking = new ReasonForm(title, reasons, { done, leave: () => this.escape() });
    this.show();
    this.#asking.focus();
  }

  /** @param {Told} line @param {string} reason */
  async #undo(line, reason) {
    const person = this.person;
    if (!person) return;
    try {
      const undone = await call('undo', { record: line.record, reason });
      this.#asking = null;
      this.#act.done();
      const text = sayNodes(line.isEntry ? 'toast.undone' : 'toast.undone.other', { name: bdi(shownName(person)) });
      this.#act.say(undone.badge === 'takeBack' ? [...text, ' ', say('toast.undone.badge')] : text);
      await this.open(person.id);
      await this.#desk.refresh();
    } catch (problem) {
      this.#broke(problem);
    }
  }

  /** @param {'confirmed' | 'cancelled'} status @param {string} [reason] */
  async #setStatus(status, reason = '') {
    const person = this.person;
    if (!person) return;
    try {
      await call('setStatus', { attendee: person.id, status, reason });
      this.#asking = null;
      this.#act.done();
      await this.open(person.id);
      await this.#desk.refresh();
    } catch (problem) {
      this.#broke(problem);
    }
  }

  /** @param {unknown} problem */
  #broke(problem) {
    if (!isProblem(problem)) throw problem;
    this.#act.broke(problem);
  }
}

/** Enough to compare with what somebody says, not enough to read over a shoulder. @param {string} text */
function masked(text) {
  const at = text.indexOf('@');
  if (at > 0) return `${text.slice(0, 2)}…@…`;
  return text.length > 4 ? `…${text.slice(-3)}` : '…';
}
