// The cards beside a verdict: the badge and the colleagues, or what happened and the ways round.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { badgePicture, call } from '../../host.js';
import { number } from '../../parts/format.js';
import { icon, shape } from '../../parts/icons.js';
import { badgeState, shownName } from '../../parts/person.js';
import { historyLines } from '../../parts/history.js';
import { say, sayNodes } from '../../i18n/say.js';

/** @import { Attendee, CheckInResult, Colleagues, PrintJob } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

/** How often the state of a badge on its way is asked for, in ms. */
const WATCH_MS = 400;
/** How many of the latest things that happened are told. */
const HAPPENED = 4;

/** The badge with its state, its picture and where it comes out. */
export class BadgeCard {
  element = el('section', { class: 'card badge-card' });
  #desk;
  #state = el('span', { class: 'pill' });
  #picture = el('figure', { class: 'badge-picture' });
  #where = el('p', { class: 'where' });
  /** That it is not the first one. */
  #again = el('p', { class: 'where again', hidden: true });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watch;
  #version = 0;

  /** @param {Desk} desk */
  constructor(desk) {
    this.#desk = desk;
  }

  /** @param {Attendee} person @param {PrintJob | undefined} job the job on its way, if one was queued now */
  show(person, job) {
    clearTimeout(this.#watch);
    fill(this.element, el('div', { class: 'card-head' }, el('h2', {}, say('badge.title')), this.#state), this.#picture, this.#where, this.#again);
    this.#again.hidden = !job?.nth;
    fill(this.#again, say('badge.again', { n: number(job?.nth ?? 0) }));
    this.#version += 1;
    const picture = el('img', { src: badgePicture(person.id, this.#version), alt: say('badge.alt', { name: shownName(person) }) });
    picture.addEventListener('error', () => this.#picture.classList.add('missing'));
    this.#picture.classList.remove('missing');
    fill(this.#picture, picture);
    if (job) this.#follow(job);
    else this.#say(person.badge, '');
  }

  /** Leaves it alone; nothing is asked any more. */
  rest() {
    clearTimeout(this.#watch);
  }

  /** @param {PrintJob} job */
  async #follow(job) {
    this.#say(job.state, job.reason ?? '', job.comesFrom);
    if (!['queued', 'sent', ...(job.comesFrom ? ['failed'] : [])].includes(job.state)) return;
    this.#watch = setTimeout(async () => {
      try {
        const jobs = await call('printJobs', { attendee: job.attendee });
        const now = jobs.find((one) => one.id === job.id);
        if (now && this.element.isConnected) this.#follow(now);
      } catch {
        this.#say('unknown', '');
      }
    }, WATCH_MS);
  }

  /** @param {string} state @param {string} reason @param {string} [from] the printer */
  #say(state, reason, from) {
    const said = badgeState(state, this.#desk.printsToFolder);
    this.#state.hidden = !said;
    this.#state.className = `pill ${said && said.kind !== 'off' ? said.kind : 'line'}`;
    fill(this.#state, said ? shape(said.kind) : null, said?.text ?? '');
    if (from && state !== 'failed') {
      this.#where.title = '';
      return fill(this.#where, sayNodes(state === 'confirmed' || state === 'printed' ? 'badge.cameFrom' : state === 'unknown' ? 'badge.mayBeAt' : 'badge.comesFrom', { printer: bdi(from) }));
    }
    if (state === 'failed') return fill(this.#where, say(from ? 'badge.failed.at' : 'badge.failed.why', { reason: say(`print.${reason || 'unknown'}`), ...(from ? { printer: from } : {}) }));
    const saved = this.#desk.printsToFolder && (state === 'confirmed' || state === 'printed' || state === 'queued' || state === 'sent');
    fill(this.#where, saved ? sayNodes('badge.where', { folder: bdi(endOfPath(this.#desk.info.badgeFolder)) }) : state === 'printed' ? '' : say('badge.none'));
    this.#where.title = saved ? this.#desk.info.badgeFolder : '';
  }
}

/** The last two parts of a path: enough to find it, and it stands in one line. The whole path is under Settings. @param {string} path */
export function endOfPath(path) {
  const parts = path.split(/[/\\]/);
  return parts.length > 2 ? `…/${parts.slice(-2).join('/')}` : path;
}

/** Others from the same order or place who are expected: ticked, they are checked in together. */
export class ColleaguesCard {
  element = el('section', { class: 'card colleagues', hidden: true });
  #act;

  /** @param {(people: string[]) => void} act */
  constructor(act) {
    this.#act = act;
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {string} attendee */
  async show(attendee) {
    this.hide();
    this.#for = attendee;
    /** @type {Colleagues} */
    let found;
    try {
      found = await call('colleagues', { attendee });
    } catch {
      // The check-in stands; who else is expected is only an offer.
      return;
    }
    if (this.#for !== attendee || !found.colleagues.length) return;
    this.#found = found;
    this.#draw(found.colleagues.length);
    // Where there is little room fewer are named, and the rest is counted.
    const place = this.element.parentElement;
    for (let shown = found.colleagues.length - 1; place && shown > 0 && place.scrollHeight > place.clientHeight; shown -= 1) this.#draw(shown);
  }

  /** @param {number} shown how many are named */
  #draw(shown) {
    const found = this.#found;
    if (!found) return;
    const n = found.colleagues.length + found.more;
    const more = n - shown;
    const title = found.by === 'order' ? sayNodes('colleagues.order.title', { n }) : sayNodes('colleagues.title', { n, organisation: bdi(found.organisation) });
    fill(this.element, el('h2', {}, ...title),
      el('div', { class: 'ticks' }, ...found.colleagues.slice(0, shown).map((person) => el('label', {}, el('input', { type: 'checkbox', value: person.id }), el('span', {}, bdi(shownName(person)))))),
      more ? el('p', { class: 'soft small-text' }, say('colleagues.more', { n: more })) : null,
      el('button', { class: 'button wide', type: 'button', 'aria-keyshortcuts': 'F9', on: { click: () => this.#take() } }, say('act.colleagues'), cap('F9')));
    this.element.hidden = false;
  }

  #for = '';
  /** @type {Colleagues | null} */
  #found = null;

  hide() {
    this.#for = '';
    this.element.hidden = true;
    fill(this.element);
  }

  /** Moves the focus in; once there, checks in those ticked. */
  enter() {
    if (this.element.hidden) return;
    if (this.element.contains(document.activeElement)) return this.#take();
    const first = this.element.querySelector('input');
    if (first) first.focus();
  }

  get isShown() {
    return !this.element.hidden;
  }

  #boxes() {
    return [...this.element.querySelectorAll('input')];
  }

  #take() {
    const ticked = this.#boxes().filter((box) => box.checked).map((box) => box.value);
    if (ticked.length) this.#act(ticked);
    else this.#boxes()[0]?.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const boxes = this.#boxes();
    const at = boxes.findIndex((box) => box === document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && at >= 0) {
      event.preventDefault();
      boxes[(at + step + boxes.length) % boxes.length]?.focus();
    } else if (event.key === 'a' && event.ctrlKey) {
      event.preventDefault();
      for (const box of boxes) box.checked = true;
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#take();
    }
  }
}

/**
 * What happened to somebody who is refused or has come already, told from the journal.
 *
 * @param {string} attendee
 * @param {Desk} desk
 */
export function happenedCard(attendee, desk) {
  const list = el('ol', { class: 'events short' });
  const card = el('section', { class: 'card' }, el('h2', {}, say('happened.title')), list);
  call('getAttendee', { attendee }).then((person) => {
    const lines = historyLines(person.history ?? [], desk).slice(0, HAPPENED).reverse();
    fill(list, ...lines.map((line) => el('li', { class: line.undone ? 'void' : '' }, el('time', { datetime: line.at }, line.short), el('span', {}, ...line.text))));
  }, () => card.remove());
  return card;
}

/** A card of words. @param {string} title @param {(Node | string)[]} text @param {...HTMLElement} more */
export function wordsCard(title, text, ...more) {
  return el('section', { class: 'card' }, el('h2', {}, title), el('p', { class: 'soft small-text' }, ...text), ...more);
}

/** What the organiser wrote about this guest. @param {string} note */
export function noteCard(note) {
  const quoted = say('quoted', { text: note.length > 200 ? `${note.slice(0, 200)}…` : note });
  return el('section', { class: 'card' }, el('h2', {}, say('note.title')), el('p', {}, bdi(quoted)));
}

/** The reasons for which the lead lets somebody in. */
export class LeadCard {
  element = el('section', { class: 'card lead-card' });
  #act;
  /** @type {HTMLInputElement | null} */
  #other = null;

  /** @param {(reason: string) => void} act */
  constructor(act) {
    this.#act = act;
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {CheckInResult} answer */
  show(answer) {
    this.#other = null;
    const paid = answer.outcome === 'paymentDue' ? 'later' : answer.outcome === 'cancelled' ? 'mistake.cancelled' : 'mistake';
    const reasons = [`letIn.reason.${paid}`, 'letIn.reason.organiser'];
    fill(this.element, el('h2', {}, say('letIn.title')), el('p', { class: 'soft small-text' }, say('letIn.help')),
      ...reasons.map((key) => el('button', { class: 'button wide start', type: 'button', on: { click: () => this.#act(say(key)) } }, say(key))),
      el('button', { class: 'button wide start', type: 'button', on: { click: () => this.#ask() } }, say('letIn.reason.other')));
  }

  focus() {
    this.element.querySelector('button')?.focus();
  }

  #ask() {
    this.#other = el('input', { class: 'input', maxlength: '200', 'aria-label': say('letIn.why') });
    const form = el('form', { class: 'stack', on: { submit: (event) => this.#submit(event) } },
      el('label', { class: 'label' }, say('letIn.why'), this.#other), el('button', { class: 'button main wide' }, say('way.letIn')));
    this.element.lastElementChild?.replaceWith(form);
    this.#other.focus();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const reason = this.#other?.value.trim();
    if (reason) this.#act(reason);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...this.element.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  }
}

/** How the lead is fetched: a desk that stands alone cannot call anybody, and says so. */
export function fetchLeadCard() {
  return el('section', { class: 'card' }, el('h2', { class: 'row' }, icon('person', 'small'), say('lead.fetch.title')), el('p', { class: 'soft small-text' }, say('lead.fetch')));
}
