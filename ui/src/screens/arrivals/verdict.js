// The answer that fills the stage: sign, word, who, next step, keys. One node that stays in the page; only what it says
// changes, so that it is there in the frame in which the answer comes.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { icon, sign } from '../../parts/icons.js';
import { say, sayNodes } from '../../i18n/say.js';
import { WAY_KEYS } from './outcomes.js';

/** @import { CheckInResult } from '../../../types/wire.js' */
/** @import { ActId, Verdict } from './outcomes.js' */
/** @import { IconName } from '../../parts/icons.js' */

/** A late key or tap must not hit the guest who has just come up, in ms. */
export const DEAD_MS = 400;

/** @type {Partial<Record<ActId, IconName>>} */
const WAY_ICONS = { undo: 'undo', badge: 'badge', paid: 'check', checkIn: 'check', again: 'in', exit: 'out', search: 'search', searchName: 'search', walkIn: 'plus', answer: 'check' };

export class VerdictView {
  element = el('section', { class: 'verdict', hidden: true });
  #sign = el('div', { class: 'sign-place' });
  #word = el('p', { class: 'word' });
  #why = el('p', { class: 'why' });
  #name = el('p', { class: 'name' });
  #organisation = el('p', { class: 'organisation' });
  #facts = el('div', { class: 'facts-line' });
  #lines = el('div', { class: 'lines' });
  #notes = el('div', { class: 'notes' });
  #step = el('p', { class: 'step' });
  #ways = el('div', { class: 'ways' });
  #again = el('p', { class: 'again', hidden: true });
  #spoken = el('div', { class: 'for-readers' });
  /** @type {Verdict['kind']} */
  #kind = 'unknown';
  #shownAt = -Infinity;
  #act;
  #openTest;

  /** @param {(act: ActId) => void} act @param {() => void} openTest the scanner's test comes up */
  constructor(act, openTest) {
    this.#act = act;
    this.#openTest = openTest;
    fill(this.element,
      el('div', { class: 'say' }, this.#sign, el('div', {}, this.#word, this.#why)),
      el('div', { class: 'guest' }, el('div', { class: 'names' }, this.#name, this.#organisation), this.#facts, this.#lines),
      el('div', { class: 'next' }, this.#notes, el('div', { class: 'step-line' }, icon('next', 'large'), this.#step, this.#again), this.#ways));
    this.element.append(this.#spoken);
  }

  /**
   * @param {Verdict} verdict
   * @param {CheckInResult} answer
   * @param {{ rehearsal: boolean }} setting
   */
  show(verdict, answer, { rehearsal }) {
    const person = answer.attendee;
    this.#kind = verdict.kind;
    this.element.className = `verdict ${verdict.kind}`;
    this.element.dataset.outcome = answer.outcome;
    this.element.dataset.attendee = answer.attendee?.id ?? '';
    this.element.hidden = false;
    this.#again.hidden = true;
    fill(this.#sign, sign(verdict.sign));
    fill(this.#word, verdict.word, rehearsal ? el('span', { class: 'rehearsal-word' }, say('badge.rehearsal')) : null);
    fill(this.#why, verdict.why);
    const name = person ? person.badgeName || person.name : '';
    fill(this.#name, name ? bdi(name) : null);
    this.#name.className = `name ${name.length > 34 ? 'long' : ''}`;
    fill(this.#organisation, ...(person ? joined([person.title, person.organisation]) : []));
    fill(this.#facts, ...verdict.facts.map((fact) => el('span', {}, icon(fact.icon), bdi(fact.text))));
    const read = verdict.read ? [el('p', { class: 'read' }, ...sayNodes('outcome.unknownCode.read', { code: el('code', {}, cut(verdict.read)) }))] : [];
    fill(this.#lines, ...verdict.lines.map((line) => el('p', {}, line)), ...read);
    fill(this.#notes, ...this.#notesOf(answer));
    fill(this.#step, verdict.step);
    fill(this.#ways, ...verdict.ways.map((way) => this.#button(way.id, way.main)));
    this.#speak(verdict, name);
    this.#shownAt = performance.now();
  }

  /** The guest still holds the code under the lens. */
  showAgain() {
    this.#again.textContent = say('verdict.again');
    this.#again.hidden = false;
    this.element.classList.remove('pulse');
    // Reading the size ends the class's change, so that the pulse begins anew.
    void this.element.offsetWidth;
    this.element.classList.add('pulse');
  }

  hide() {
    this.element.hidden = true;
    this.#spoken.textContent = '';
  }

  /** Its kind; a choice between several is one to decide. */
  get kind() {
    return this.isShown ? this.#kind : 'decide';
  }

  get isShown() {
    return !this.element.hidden;
  }

  /** Whether a key may act on it yet. */
  get isAwake() {
    return performance.now() - this.#shownAt >= DEAD_MS;
  }

  /** @param {CheckInResult} answer */
  #notesOf(answer) {
    const notes = [];
    if (answer.alert) {
      notes.push(el('div', { class: 'note alert-note' }, icon('alert'), el('span', {}, el('b', {}, say('attendee.alert')), ' ', bdi(answer.alert)),
        el('button', { class: 'button', type: 'button', 'data-act': 'acknowledge', 'aria-keyshortcuts': WAY_KEYS.acknowledge.shortcut, on: { click: () => this.#act('acknowledge') } }, say('act.seen'), cap(WAY_KEYS.acknowledge.key))));
    }
    if (answer.keyboards) {
      const { scanner, computer } = answer.keyboards;
      notes.push(el('div', { class: 'alike keyboards' }, icon('keyboard', 'small'), el('span', {}, say('verdict.keyboards', { scanner: say(`keyboard.${scanner}`), computer: say(`keyboard.${computer}`) })),
        el('button', { class: 'button', type: 'button', 'data-act': 'openTest', on: { click: () => this.isAwake && this.#openTest() } }, say('verdict.keyboards.test'))));
    }
    const other = answer.alike?.[0];
    if (other && answer.outcome === 'admitted') {
      notes.push(el('p', { class: 'alike' }, icon('people', 'small'),
        el('span', {}, ...sayNodes('outcome.lookAlike.note', { name: bdi(other.name), organisation: bdi(other.organisation || say('fact.noOrganisation')) }))));
    }
    return notes;
  }

  /** @param {ActId} id @param {boolean} [main] */
  #button(id, main) {
    const { key, shortcut } = WAY_KEYS[id];
    const picture = WAY_ICONS[id];
    const press = () => {
      if (this.isAwake) this.#act(id);
    };
    return el('button', { class: `button ${main ? 'main' : ''}`, type: 'button', 'data-act': id, 'aria-keyshortcuts': shortcut, on: { click: press } },
      picture ? icon(picture, 'small') : null, say(`way.${id}`), cap(key));
  }

  /** Read as word, name, next step. @param {Verdict} verdict @param {string} name */
  #speak(verdict, name) {
    this.#spoken.setAttribute('role', verdict.kind === 'go' || verdict.kind === 'seen' ? 'status' : 'alert');
    const words = [verdict.word, verdict.why, name, verdict.step];
    fill(this.#spoken, words.filter(Boolean).join('. '));
  }
}

/** Title and organisation, each with its own direction. @param {string[]} texts */
function joined(texts) {
  return texts.filter(Boolean).flatMap((text, place) => [place ? ', ' : '', bdi(text)]);
}

/** @param {string} text */
function cut(text) {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
