// The home of the desk: ready → found → chosen → verdict → ready. It decides what the stage shows and what keys do there.

import { drawn, el, fill } from '../../parts/dom.js';
import { call, isProblem } from '../../host.js';
import { asScanned } from '../../input/keyboards.js';
import { looksLikeOurCode, mayBeCode } from '../../input/scanner.js';
import { GuestForm } from '../../panels/guest_form.js';
import { NameForm } from '../../panels/name_form.js';
import { Questions } from '../../panels/questions.js';
import { Chosen } from './chosen.js';
import { Choice } from './choice.js';
import { answered, checkInAll, letIn, openQuestions, saveAnswers, saveGuest, saveName } from './deeds.js';
import { Finding, SLOW_MS } from './finding.js';
import { Hits } from './hits.js';
import { Latest, idle } from './idle.js';
import { describe, settingOf } from './outcomes.js';
import { Beside } from './beside.js';
import { VerdictView } from './verdict.js';
import { goWay } from './ways.js';

/** @import { Attendee, CheckInParams, CheckInResult, FindResult, LatestAttendee, Problem } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */
/** @import { Field } from '../../shell/field.js' */
/** @import { Parked } from '../../shell/waiting.js' */
/** @import { ActId } from './outcomes.js' */

/** Letters that were typed so shortly before a scan are somebody's who is still typing, in ms. */
const JUST_MS = 3000;
/** How long a verdict stays before it folds into the idle screen, in ms; `--linger` of the tokens. */
const LINGER_MS = 20_000;

/**
 * @typedef {object} ArrivalsActs what the rest of the window does
 * @property {(attendee: string) => void} open
 * @property {() => void} undo
 * @property {(problem: Problem) => void} broke
 * @property {() => void} scope
 * @property {() => void} left a verdict makes room for the next guest
 * @property {() => void} shown the screen shows something else now
 * @property {() => void} changed a form that is begun says something else now
 * @property {(parked: Parked) => void} park a guest steps aside with a question open
 * @property {(attendee: string) => void} served a guest has an answer
 * @property {(person: Attendee) => void} named the badge of somebody who waited for a name is on its way
 * @property {() => void} answered a new answer is shown
 * @property {() => boolean} scanning whether letters come so fast that a scan seems to be under way
 * @property {() => Promise<void>} settled waits until it is clear whether the last letter was one of a scan
 * @property {(text: string) => void} scan a code was typed or scanned in pieces, and ended by Enter
 * @property {() => number} typedAt when somebody last typed a letter, in ms
 * @property {() => void} openTest the scanner's test comes up
 */

export class Arrivals {
  element = el('div', { class: 'columns' });
  verdict;
  hits;
  choice;
  form;
  questions;
  nameForm;
  finding;
  /** @type {'walkIn' | 'questions' | 'name' | null} */
  panel = null;
  desk;
  field;
  outer;
  #idle = el('div', { class: 'idle-place' });
  #main = el('div', { class: 'main-place' });
  beside;
  #latest;
  #chosen;
  /** The answer that is shown, and what was asked. @type {{ answer: CheckInResult, asked: CheckInParams, group: number } | null} */
  shown = null;
  #linger = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined);
  /** What stood in the field when the verdict came up: Enter does not act on it. */
  #left = '';

  /** @param {Desk} desk @param {Field} field @param {ArrivalsActs} act */
  constructor(desk, field, act) {
    this.desk = desk;
    this.field = field;
    this.outer = act;
    this.verdict = new VerdictView((id) => this.act(id), act.openTest);
    this.hits = new Hits(field.input, desk, { chosen: () => this.#showChosen(), taken: (place) => this.takeHit(place) });
    this.choice = new Choice(desk, { take: (attendee) => this.checkIn({ attendee }), back: () => this.#backToHits() });
    this.form = new GuestForm(desk, {
      save: (draft) => saveGuest(this, draft),
      same: (attendee) => {
        this.form.forget();
        this.closePanel();
        this.checkIn({ attendee });
      },
      close: () => this.closePanel(),
      changed: () => act.changed(),
    });
    this.finding = new Finding(desk, field, {
      nothing: () => this.toIdle(),
      mayShow: () => this.#mayFind(),
      found: (text, found) => this.#found(text, found),
      broke: (problem) => this.broke(problem),
    });
    this.nameForm = new NameForm({ save: (attendee, name) => saveName(this, attendee, name), close: () => this.closePanel() });
    this.questions = new Questions({ done: (answers) => answered(this, answers), close: () => this.closePanel() });
    this.#latest = new Latest(desk, { undo: () => act.undo(), open: (attendee) => act.open(attendee) });
    this.#chosen = new Chosen(desk, { take: () => this.enter(), open: () => this.act('open'), badge: () => this.act('badge') });
    this.beside = new Beside(this.element, desk, { colleagues: (people) => checkInAll(this, people), letIn: (reason) => letIn(this, reason) });
    fill(this.#main, this.#idle, this.hits.element, this.choice.element, this.verdict.element);
    fill(this.element, this.#main, this.beside.element);
    desk.on('scope', () => this.toIdle());
  }

  /** Draws everything anew, in another language. */
  showAll() {
    fill(this.#idle, idle());
    this.#latest.show();
    if (this.shown) this.showVerdict();
    else if (this.hits.isShown) this.search(this.field.text);
    else this.toIdle();
    if (this.panel === 'walkIn') this.form.show();
    if (this.panel === 'questions') this.questions.show();
    if (this.panel === 'name') this.nameForm.show();
  }

  /** Nobody is being served. */
  toIdle() {
    clearTimeout(this.#linger);
    this.finding.stop();
    this.#stepAside();
    this.shown = null;
    this.beside.rest();
    this.hits.hide();
    this.choice.hide();
    this.verdict.hide();
    this.#idle.hidden = false;
    if (this.panel !== 'walkIn') this.panel = null;
    this.lay('side', this.#latest.element);
    this.outer.shown();
  }

  get isIdle() {
    return !this.#idle.hidden;
  }

  /** The person whom the screen is about. @returns {Attendee | undefined} */
  get person() {
    if (this.choice.isShown) return this.choice.chosen;
    if (this.hits.isShown) return this.#areWanted ? this.hits.chosen?.attendee : undefined;
    return this.shown?.answer.attendee;
  }

  // Hits of letters that a scan has taken out of the field are nobody's choice.
  get #areWanted() {
    return this.hits.text === this.field.text.trim();
  }

  /** Who is being served: of this guest a verdict is shown, or the name is asked for. @returns {string | undefined} */
  get served() {
    return this.verdict.isShown ? this.shown?.answer.attendee?.id : this.panel === 'name' ? this.nameForm.person?.id : undefined;
  }

  /** What is shown, for the page that comes after this one. */
  get state() {
    return { text: this.hits.isShown ? this.field.text : '', panel: this.panel === 'walkIn', draft: this.form.draft };
  }

  /** @param {string} text */
  search(text) {
    return this.finding.search(text);
  }

  /** A scan has taken its letters out of the field: what was found by them, or is still looked for, goes too. */
  async forgetScanned() {
    this.finding.stop();
    if (this.hits.isShown && !this.#areWanted) await this.search(this.field.text);
  }

  /** @param {string} wanted @param {FindResult} found */
  #found(wanted, found) {
    this.#leaveVerdict();
    this.choice.hide();
    this.#idle.hidden = true;
    this.lay('side', this.#chosen.element);
    this.hits.show(wanted, found);
    this.outer.shown();
  }

  /** The first letters of a scan must not take the verdict away. */
  async #mayFind() {
    if (this.verdict.isShown) await this.outer.settled();
    return !this.outer.scanning();
  }

  /** Enter means the letters that stand in the field, and waits for their answer; it never acts on a verdict. */
  async enter() {
    if (this.choice.isShown) {
      const chosen = this.choice.chosen;
      if (chosen) this.checkIn({ attendee: chosen.id });
      return;
    }
    const text = this.field.text.trim();
    // Whatever the timing: our own code is a scan.
    if (looksLikeOurCode(text)) return this.outer.scan(text);
    if (text && this.verdict.isShown && text === this.#left) return this.search(text);
    if (text && text !== this.hits.text) {
      await this.finding.of(text);
      if (text !== this.field.text.trim()) return;
    }
    const { chosen } = this.hits;
    if (this.hits.isShown && chosen && this.#areWanted) {
      // Namesakes have their own choice; of several who are as good nobody is taken unasked.
      if (this.hits.twinsOf(chosen).length || this.hits.mayTake()) this.takeHit(this.hits.place);
      return;
    }
    if (text && mayBeCode(text)) this.outer.scan(text);
  }

  /** @param {number} place */
  takeHit(place) {
    const hit = this.hits.hits[place];
    if (!hit) return;
    this.hits.choose(place);
    const twins = this.hits.twinsOf(hit);
    if (!twins.length) this.checkIn({ attendee: hit.attendee.id });
    else this.#showChoice([hit, ...twins].sort((a, b) => this.hits.hits.indexOf(a) - this.hits.hits.indexOf(b)).map((one) => one.attendee));
  }

  /** A text was scanned. @param {string} text @param {string[]} [before] what came just before, in pieces @param {boolean} [typed] whether it came through the keyboard */
  scanned(text, before, typed = true) {
    return this.checkIn(asScanned(text, before, typed, this.desk.scanners));
  }

  /** @param {Partial<CheckInParams>} who @returns {Promise<boolean>} whether there was an answer */
  async checkIn(who) {
    const asked = { ...this.scope, ...who };
    this.finding.stop();
    const mark = this.field.mark();
    const isTyping = who.text !== undefined && performance.now() - this.outer.typedAt() <= JUST_MS;
    const slow = setTimeout(() => this.field.setBusy(true), SLOW_MS);
    try {
      const answer = await call('checkIn', asked);
      // What was looked for meanwhile belongs to the guest who has been answered.
      this.finding.stop();
      // The field is the next guest's now, and what somebody is typing stays.
      if (!isTyping) this.field.takeOut(mark);
      this.#left = this.field.text.trim();
      // What is no code at all is what somebody is called: it becomes a search.
        if (answer.search && !this.#left) {
          this.field.text = answer.search;
          await this.search(answer.search);
          return true;
      }
      this.#stepAside(answer.attendee?.id);
      if (answer.attendee) this.outer.served(answer.attendee.id);
      this.shown = { answer, asked, group: 1 };
      this.showVerdict();
      this.outer.answered();
      // The guest sees the answer before the desk counts.
      await drawn();
      await this.desk.refresh();
      return true;
    } catch (problem) {
      this.broke(problem);
      return false;
    } finally {
      clearTimeout(slow);
      this.field.setBusy(false);
    }
  }

  /** Does what a button or its key says. @param {ActId} id @returns {boolean} whether there was something to do */
  act(id) {
    return goWay(this, id);
  }

  /** @param {string} text */
  searchFor(text) {
    this.field.text = text;
    this.field.focus();
    this.search(text);
  }

  /** F7: the way on that the screen names. @returns {boolean} */
  wayOn() {
    if (this.panel === 'walkIn' && this.form.takeAlike()) return true;
    const button = this.verdict.isShown ? this.verdict.element.querySelector('[aria-keyshortcuts="F7"]') : null;
    if (!(button instanceof HTMLElement)) return false;
    button.click();
    return true;
  }

  /** @param {Attendee} person */
  openSubstitute(person) {
    this.#openForm(() => this.form.openSubstitute(person));
  }

  get hasLeadWays() {
    return this.verdict.isShown && this.beside.hasLeadWays;
  }

  /** Puts the help at the side, or what was there before. @param {HTMLElement | null} help */
  showHelp(help) {
    if (help) {
      this.beside.lay('panel', help);
    } else if (this.shown) {
      this.showVerdict();
    } else if (this.hits.isShown) {
      this.search(this.field.text);
    } else if (!this.choice.isShown) {
      this.toIdle();
    } else {
      this.lay('whole');
    }
  }

  openWalkIn() {
    const typed = this.hits.isShown && !mayBeCode(this.field.text) ? this.field.text.split(/\s+/).filter((word) => !/^[#!@]/.test(word)).join(' ') : '';
    this.#openForm(() => this.form.openWalkIn(typed));
  }

  /** @param {() => void} open */
  #openForm(open) {
    if (this.panel === 'questions') this.toIdle();
    this.panel = 'walkIn';
    // The letters that were typed stand in the form now.
    if (this.hits.isShown) {
      this.field.text = '';
      this.toIdle();
      this.panel = 'walkIn';
    }
    this.lay('panel', this.form.element);
    open();
    this.outer.shown();
  }

  closePanel() {
    if (!this.panel) return false;
    // Who leaves a question by its key or button has decided: that guest does not come in, and does not wait.
    if (this.shown?.answer.outcome === 'questionsDue') this.shown = null;
    if (this.panel === 'questions' && this.shown) saveAnswers(this, this.questions.given);
    this.panel = null;
    if (this.shown) this.showVerdict({ ask: false });
    else this.toIdle();
    this.field.focus();
    return true;
  }

  /** Esc: back by one step. @returns {boolean} whether there was one */
  escape() {
    if (this.choice.isShown) {
      this.#backToHits();
      return true;
    }
    if (this.closePanel()) return true;
    if (!this.isIdle) {
      this.toIdle();
      return true;
    }
    return false;
  }

  #backToHits() {
    this.choice.hide();
    this.field.focus();
    if (this.field.text) this.search(this.field.text);
    else this.toIdle();
  }

  /** @param {Attendee[]} people */
  #showChoice(people) {
    clearTimeout(this.#linger);
    this.hits.hide();
    this.verdict.hide();
    this.#idle.hidden = true;
    this.lay('whole');
    this.choice.show(people);
    this.outer.shown();
  }

  /** @param {{ ask?: boolean }} [how] whether what is still to be asked is asked */
  showVerdict({ ask = true } = {}) {
    if (!this.shown) return;
    const { answer, asked, group } = this.shown;
    if (answer.outcome === 'ambiguous' && answer.candidates?.length) {
      // Who is meant is chosen on the screen of choices; the code that fits several is said there too.
      return this.#showChoice(answer.candidates);
    }
    this.hits.hide();
    this.choice.hide();
    this.#idle.hidden = true;
    const verdict = describe(answer, settingOf(this.desk, asked, group));
    this.verdict.show(verdict, answer, { rehearsal: this.desk.info.rehearsal });
    if (answer.outcome === 'questionsDue') {
      this.panel = 'questions';
      this.lay('panel', this.questions.element);
      this.questions.open(answer.questions ?? []);
    } else if (ask && openQuestions(this.desk.info.questions, answer).length && this.panel !== 'walkIn') {
      this.panel = 'questions';
      this.lay('panel', this.questions.element);
      this.questions.offer(openQuestions(this.desk.info.questions, answer));
      this.field.focus();
    } else if (ask && answer.outcome === 'admitted' && answer.attendee?.nameDue && this.panel !== 'walkIn') {
      this.askNameBeside(answer.attendee);
    } else if (this.panel === 'walkIn') {
      // A scan never takes the focus out of a form, and never closes it.
      this.lay('panel', this.form.element);
    } else {
      this.panel = null;
      const cards = this.beside.cards(answer, verdict.kind);
      this.lay('side', ...(cards.length ? cards : [this.#latest.element]));
      this.field.focus();
    }
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => this.#fold(), LINGER_MS);
    this.outer.shown();
  }

  /** A verdict that nobody needs any more folds away; an open question waits. */
  #fold() {
    const busy = this.panel !== null || this.beside.element.contains(document.activeElement);
    if (busy) this.#linger = setTimeout(() => this.#fold(), LINGER_MS);
    else if (this.verdict.isShown) {
      if (this.field.text.trim() === this.#left) this.field.text = '';
      this.toIdle();
    }
  }

  /** @param {'side' | 'panel' | 'whole'} how @param {...HTMLElement} cards */
  lay(how, ...cards) {
    // An open form outlives every verdict and every search.
    if (how === 'side' && this.panel === 'walkIn') this.beside.lay('panel', this.form.element);
    else this.beside.lay(how, ...cards);
  }

  #leaveVerdict() {
    if (this.verdict.isShown) this.outer.left();
    clearTimeout(this.#linger);
    this.#stepAside();
    if (this.panel !== 'walkIn') this.panel = null;
    this.shown = null;
    this.beside.rest();
    this.verdict.hide();
  }

  /** Whoever is asked something waits in the strip while another guest is served. @param {string} [next] who comes up now */
  #stepAside(next) {
    const shown = this.shown;
    const person = shown?.answer.attendee;
    if (shown?.answer.outcome !== 'questionsDue' || !person || person.id === next) return;
    const { session, direction = 'entry' } = shown.asked;
    this.outer.park({ attendee: person, session, direction, answers: this.questions.given, at: new Date().toISOString() });
  }

  /** A guest who waited comes back with what was answered so far. @param {Parked} parked */
  async bringBack({ attendee, session, direction, answers }) {
    await this.checkIn({ attendee: attendee.id, session, direction });
    if (this.panel === 'questions' && this.shown?.answer.attendee?.id === attendee.id) this.questions.resume(answers);
  }

  /** The badge waits for a name. @param {LatestAttendee} person */
  askName(person) {
    this.toIdle();
    this.askNameBeside(person);
  }

  /** The same, beside what is shown. @param {LatestAttendee} person */
  askNameBeside(person) {
    this.panel = 'name';
    this.lay('panel', this.nameForm.element);
    this.nameForm.open(person);
    this.outer.shown();
  }

  #showChosen() {
    const hit = this.hits.chosen;
    this.#chosen.show(hit, hit ? this.hits.twinsOf(hit) : []);
  }

  get scope() {
    return { session: this.desk.session ?? undefined, direction: this.desk.direction };
  }

  /** @param {unknown} problem */
  broke(problem) {
    if (!isProblem(problem)) throw problem;
    this.outer.broke(problem);
  }
}
