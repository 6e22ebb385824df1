// Everything about one guest: who, programme, course of events, badge; corrected in place.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { call, isProblem } from '../../host.js';
import { time } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { historyLines } from '../../parts/history.js';
import { shownName, statusPill } from '../../parts/person.js';
import { hasWord, say, sayNodes } from '../../i18n/say.js';
import { BadgeCard } from '../arrivals/side.js';
import { EditCard } from './edit_card.js';
import { EraseForm } from './erase_form.js';
import { JoinForm, joined } from './join_form.js';
import { ReasonForm } from './reason_form.js';

/** @import { Attendee, PersonFields, PrintJob, Problem } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */
/** @import { Told } from '../../parts/history.js' */

/** How much of a note is shown before it is folded, in characters. */
const NOTE = 200;

/**
 * @typedef {object} AttendeeActs
 * @property {() => void} back
 * @property {(attendee: string, how: { direction: 'entry' | 'exit' }) => void} checkIn
 * @property {(person: Attendee) => void} substitute
 * @property {(person: Attendee) => void} askName the badge waits for a name
 * @property {(problem: Problem) => void} broke
 * @property {(text: (Node | string)[]) => void} say
 * @property {() => void} done something was done; the next guest may come
 */

export class AttendeeScreen {
  element = el('div', { class: 'attendee-screen' });
  /** @type {Attendee | null} */
  person = null;
  /** The fields, while they are edited. @type {EditCard | null} */
  #editing = null;
  #desk;
  #act;
  #badge;
  #badgePlace = el('div', { class: 'stack' });
  /** A question that is open. @type {ReasonForm | JoinForm | EraseForm | null} */
  #asking = null;
  #unmasked = false;
  #wholeNote = false;

  /** @param {Desk} desk @param {AttendeeActs} act */
  constructor(desk, act) {
    this.#desk = desk;
    this.#act = act;
    this.#badge = new BadgeCard(desk);
    desk.on('latest', () => this.#reload());
  }

  get isEditing() {
    return this.#editing !== null;
  }

  /** @param {string} attendee */
  async open(attendee) {
    this.#editing = null;
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
          el('button', { class: 'button', type: 'button', 'data-keep': 'join', on: { click: () => this.#join() } }, icon('people', 'small'), say('act.join')),
          el('button', { class: 'button', type: 'button', 'data-keep': 'data', on: { click: () => this.#saveData() } }, icon('file', 'small'), say('act.saveData')),
          cancelled || person.presence !== 'expected' ? null : el('button', { class: 'button', type: 'button', on: { click: () => this.#act.substitute(person) } }, icon('swap', 'small'), say('act.handOver')),
          cancelled
            ? el('button', { class: 'button', type: 'button', on: { click: () => this.#setStatus('confirmed') } }, say('act.reinstate'))
            : el('button', { class: 'button danger', type: 'button', on: { click: () => this.#cancel() } }, say('act.cancelGuest')))),
      el('div', { class: 'attendee-columns' }, this.#editing ? this.#editing.element : this.#personCard(person), el('div', { class: 'stack middle' }, this.#programmeCard(person), this.#historyCard(person)), this.#sideCards(person)));
  }

  edit() {
    const person = this.person;
    if (!person) return;
    // The fields show what is masked. Whoever types goes on typing meanwhile.
    if ((person.email || person.phone) && !this.#unmasked) call('seeContact', { attendee: person.id }).catch((problem) => this.#broke(problem));
    this.#editing = new EditCard(person, this.#desk.info, { save: (changed, changesBadge) => this.#save(changed, changesBadge), leave: () => this.escape() });
    this.show();
    this.#editing.focus();
  }

  /** Esc: out of the question, out of the fields; the screen itself is left by the caller. @returns {boolean} */
  escape() {
    if (this.#asking) {
      this.#asking = null;
      this.#act.done();
      this.show();
      return true;
    }
    if (!this.#editing) return false;
    this.#editing = null;
    this.show();
    return true;
  }

  /** F6. */
  async newBadge() {
    const person = this.person;
    if (!person) return;
    if (person.nameDue) return this.#act.askName(person);
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
    // What is as it was stays as it is: a button drawn anew under a finger would not be pressed.
    if (JSON.stringify(again) === JSON.stringify(person)) return;
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
    this.person = again;
    this.show();
    if (focused) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-keep="${focused}"]`))?.focus();
  }

  /** @param {Attendee} person */
  #personCard(person) {
    const status = say(hasWord(`status.${person.status}`) ? `status.${person.status}` : 'status.confirmed');
    const mask = /** @param {string} text */ (text) => (this.#unmasked || !text ? text : masked(text));
    const covers = /** @param {string} heading */ (heading) => this.#desk.info.privateFields.includes(heading);
    // Of a diet not even the end is shown.
    const cover = /** @param {string} text */ (text) => (this.#unmasked || !text ? text : say('fact.covered'));
    /** @type {[string, string][]} */
    const rows = [
      ['email', mask(person.email)],
      ['phone', mask(person.phone)],
      ['name', person.badgeName ? person.name : ''],
      ['order', person.order],
      ['ticketCodes', [say('fact.ownCode'), ...person.ticketCodes.map((code) => (this.#unmasked ? code : masked(code)))].join(' · ')],
      ['language', person.language ? say(`language.${person.language}`) : ''],
      ...Object.entries(person.fields).map(([heading, text]) => /** @type {[string, string]} */ ([heading, covers(heading) ? cover(text) : text])),
      ...this.#desk.info.questions.filter((question) => person.answers[question.id]).map((question) => /** @type {[string, string]} */ ([question.text, question.private ? cover(person.answers[question.id] ?? '') : person.answers[question.id] ?? ''])),
    ];
    const hasPrivate = Object.keys(person.fields).some(covers) || this.#desk.info.questions.some((question) => question.private && person.answers[question.id]);
    const hasContact = Boolean(person.email || person.phone || person.ticketCodes.length || hasPrivate);
    return el('section', { class: 'card fills person', tabindex: '0', 'aria-label': shownName(person) },
      el('div', {}, el('h1', { class: 'person-title' }, bdi(shownName(person))), el('p', { class: 'large-text soft' }, bdi(person.title)), el('p', { class: 'large-text soft' }, bdi(person.organisation))),
      el('div', { class: 'row wrap' }, statusPill(person, 'pill line'), person.ticketType ? el('span', { class: 'pill line' }, bdi(this.#desk.ticketType(person.ticketType))) : null,
        person.presence === 'expected' && person.status === 'confirmed' ? el('span', { class: 'pill line' }, status) : null,
        person.offList ? el('span', { class: 'pill decide' }, say('attendee.offList')) : null),
      person.alert ? this.#alertOf(person) : null,
      this.#noteOf(person),
      this.#replacement(person),
      el('dl', { class: 'facts' }, ...rows.filter(([, text]) => text).flatMap(([field, text]) => [el('dt', {}, hasWord(`field.${field}`) ? say(`field.${field}`) : bdi(field)), el('dd', {}, bdi(text))])),
      el('div', { class: 'row wrap person-ways' },
        hasContact && !this.#unmasked ? el('button', { class: 'button quiet start', type: 'button', 'data-keep': 'unmask', on: { click: () => this.#unmask() } }, say('attendee.unmask')) : null,
        person.erased ? null : el('button', { class: 'button quiet start', type: 'button', 'data-keep': 'erase', on: { click: () => this.#erase() } }, say('act.eraseGuest'))));
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
      el('li', { class: line.undone ? 'void' : '' }, el('time', { datetime: line.at }, line.long), el('span', {}, ...line.text, line.undone ? el('span', { class: 'soft' }, ` (${say('latest.undone').toLocaleLowerCase()})`) : null,
        line.undoable ? [' ', el('button', { class: 'text-button undo-line', type: 'button', 'data-keep': `undo-${line.record}`, 'data-record': line.record, on: { click: () => this.#askWhy(line) } }, say('act.undo'))] : null));
    return el('section', { class: 'card fills history', tabindex: '0', 'aria-label': say('attendee.history') }, el('h2', {}, say('attendee.history')),
      lines.length ? el('ol', { class: 'events' }, ...lines.map(row)) : el('p', { class: 'soft small-text' }, say('empty.history')));
  }

  /** @param {Attendee} person */
  #sideCards(person) {
    const inside = person.presence === 'inside';
    const undoable = historyLines(person.history ?? [], this.#desk).find((line) => line.undoable && line.kind === 'checkIn');
    const session = this.#desk.scopeSession();
    const lost = el('button', { class: 'button quiet wide', type: 'button', 'data-keep': 'reissue', on: { click: () => this.#reissue() } }, icon('swap', 'small'), say('act.reissue'));
    fill(this.#badgePlace, this.#badge.element,
      el('button', { class: 'button main wide', type: 'button', 'data-keep': 'badge', 'aria-keyshortcuts': 'F6', on: { click: () => this.newBadge() } }, icon('printer', 'small'), say(person.badge === 'none' ? 'act.badge' : 'act.badgeAgain'), cap('F6')),
      person.badge === 'none' ? null : lost);
    // A question stands where it is seen at once.
    if (this.#asking) return el('div', { class: 'side' }, el('section', { class: 'card' }, this.#asking.element));
    return el('div', { class: 'side' }, this.#desk.info.badges ? this.#badgePlace : null,
      el('section', { class: 'card' },
        !this.#hasWayOn(person) ? null : el('button', { class: 'button wide', type: 'button', 'data-keep': 'checkIn', 'aria-keyshortcuts': 'F7', on: { click: () => this.wayOn() } }, icon(inside ? 'out' : 'check', 'small'),
          el('span', {}, say(inside ? 'act.exit' : 'act.checkIn'), session ? [': ', bdi(session.title)] : null), cap('F7')),
        undoable
          ? el('button', { class: 'button wide', type: 'button', 'data-keep': 'undo', on: { click: () => this.#askWhy(undoable) } }, icon('undo', 'small'), say('act.undo.checkIn'))
          : null));
  }

  /** @param {Record<string, string>} changed @param {boolean} changesBadge */
  async #save(changed, changesBadge) {
    const person = this.person;
    if (!person) return;
    try {
      const hadBadge = person.badge !== 'none';
      if (Object.keys(changed).length) await call('amendAttendee', { attendee: person.id, fields: /** @type {PersonFields} */ (changed) });
      await this.open(person.id);
      this.#act.done();
      // The badge that is out says something else now.
      if (changesBadge && hadBadge) this.#act.say([say('toast.badgeOld')]);
      await this.#desk.refresh();
    } catch (problem) {
      this.#broke(problem);
    }
  }

  /** The badge is lost or stolen: its code is good no more, and another is made. */
  #reissue() {
    this.#ask('reissue.title', ['reissue.reason.lost', 'reissue.reason.stolen'], async (reason) => {
      const person = this.person;
      if (!person) return;
      try {
        await call('reissueBadge', { attendee: person.id, reason });
        this.#asking = null;
        this.#act.done();
        await this.newBadge();
        await this.open(person.id);
        this.#act.say([say('toast.reissued')]);
      } catch (problem) {
        this.#broke(problem);
      }
    });
  }

  /** What is known of the person, as a file: the person may ask for it. */
  async #saveData() {
    const person = this.person;
    if (!person) return;
    try {
      const { path } = await call('savePerson', { attendee: person.id });
      this.#act.say(sayNodes('toast.savedData', { file: bdi(path) }));
    } catch (problem) {
      this.#broke(problem);
    }
  }

  /** The guest wants to be forgotten: first the lead sees who else's data names them. */
  async #erase() {
    const person = this.person;
    if (!person) return;
    const fieldName = /** @param {string} field */ (field) =>
      hasWord(`field.${field}`) ? say(`field.${field}`) : this.#desk.info.questions.find((question) => question.id === field)?.text ?? field;
    try {
      const mentions = await call('mentions', { attendee: person.id });
      this.#put(new EraseForm(person, mentions, { leave: () => this.escape(), open: (attendee) => this.open(attendee), erase: () => this.#eraseNow(person), fieldName }));
    } catch (problem) {
      this.#broke(problem);
    }
  }

  /** @param {Attendee} person */
  async #eraseNow(person) {
    try {
      const { note, badgeFiles } = await call('eraseAttendee', { attendee: person.id });
      this.#asking = null;
      this.#act.done();
      this.#act.back();
      const badges = badgeFiles.length ? [' ', ...sayNodes('toast.erased.badges', { files: bdi(badgeFiles.join(', ')) })] : [];
      this.#act.say([...sayNodes('toast.erased', { file: bdi(note ?? '') }), ...badges]);
      await this.#desk.refresh();
    } catch (problem) {
      this.#broke(problem);
    }
  }

  /** Another entry is the same person. */
  #join() {
    const person = this.person;
    if (!person) return;
    this.#put(new JoinForm(person, { leave: () => this.escape(), done: (other) => this.#joinWith(person, other) }));
  }

  /** @param {Attendee} person @param {Attendee} other */
  async #joinWith(person, other) {
    try {
      const both = joined(person, await call('getAttendee', { attendee: other.id }));
      await call('joinAttendees', both);
      this.#asking = null;
      this.#act.done();
      await this.open(both.keep);
      this.#act.say(sayNodes('toast.joined', { name: bdi(this.person ? shownName(this.person) : '') }));
      await this.#desk.refresh();
    } catch (problem) {
      this.#broke(problem);
    }
  }

  /** What is masked is uncovered once it is written down who looked. */
  async #unmask() {
    const person = this.person;
    if (!person) return;
    try {
      await call('seeContact', { attendee: person.id });
      const again = await call('getAttendee', { attendee: person.id });
      if (this.person?.id !== person.id) return;
      this.person = again;
      this.#unmasked = true;
      this.show();
    } catch (problem) {
      this.#broke(problem);
    }
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
    this.#put(new ReasonForm(title, reasons, { done, leave: () => this.escape() }));
  }

  /** Puts a question at the side. @param {ReasonForm | JoinForm | EraseForm} question */
  #put(question) {
    this.#asking = question;
    this.show();
    question.focus();
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
