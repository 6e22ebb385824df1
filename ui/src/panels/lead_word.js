// What only the lead may do: the lead enters their PIN, and the act is done in their name. Nothing modal: a scan, or Esc,
// leaves the question, and the act is not done.

import { bdi, el, fill, setText } from '../parts/dom.js';
import { call, callShell, isProblem } from '../host.js';
import { say } from '../i18n/say.js';
import { Countdown } from '../parts/countdown.js';
import { PinPad } from '../parts/pin_pad.js';
import { Burst, GAP_MS, SILENCE_MS } from '../input/scanner.js';

/** @import { StaffWire } from '../../types/wire.js' */

export class LeadWord {
  element = el('section', { class: 'card lead-word', role: 'group', hidden: true });
  #said = el('p', { class: 'lock-said', role: 'alert' });
  #wait = new Countdown(this.#said);
  #pad = new PinPad((pin) => this.#try(pin));
  /** @type {StaffWire[]} */
  #leads = [];
  /** @type {StaffWire | undefined} */
  #who;
  /** @type {((given: boolean) => void) | undefined} */
  #answer;
  /** @type {Element | null} */
  #from = null;
  #burst = new Burst();
  #gap;
  /** What had been typed before the run of digits. */
  #before = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;
  #scan;

  /**
   * @param {(text: string) => void} scan a scan came while the panel had the focus
   * @param {() => number | undefined} [gap] how slow this desk's scanner may be, in ms; nothing: as slow as scanners are
   */
  constructor(scan, gap = () => undefined) {
    this.#scan = scan;
    this.#gap = gap;
    document.body.append(this.element);
    // Before the window's own keys, which would put digits into the scan field.
    addEventListener('keydown', (event) => {
      if (this.isShown && this.element.contains(document.activeElement)) this.#down(event);
    }, { capture: true });
  }

  get isShown() {
    return !this.element.hidden;
  }

  /** Asks for a lead's PIN. @returns {Promise<boolean>} whether it was given */
  async ask() {
    this.leave();
    const { staff } = await call('staff', {});
    this.#leads = staff.filter((person) => person.role === 'lead');
    this.#from = document.activeElement;
    this.#choose(this.#leads[0]);
    this.element.hidden = false;
    this.#focus();
    return new Promise((answer) => { this.#answer = answer; });
  }

  /** Leaves the question; the act is not done. */
  leave() {
    this.#end(false);
  }

  /** @param {boolean} given */
  #end(given) {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.#pad.clear();
    this.#wait.stop();
    setText(this.#said, '');
    if (this.#from instanceof HTMLElement && this.#from.isConnected) this.#from.focus();
    this.#answer?.(given);
    this.#answer = undefined;
  }

  /** @param {StaffWire | undefined} person */
  #choose(person) {
    this.#who = person;
    this.#pad.digits = person?.digits ?? 4;
    this.#pad.clear();
    this.#wait.stop();
    this.#pad.show();
    this.element.setAttribute('aria-label', say('lead.word'));
    fill(this.element, el('div', {}, el('h2', {}, say('lead.word')), el('p', { class: 'soft' }, say('lead.word.help'))),
      el('div', { class: 'tiles' }, ...this.#leads.map((lead) => el('button', { class: 'tile', type: 'button', 'aria-pressed': String(lead === this.#who), on: { click: () => { this.#choose(lead); this.#focus(); } } }, el('span', { class: 'cut' }, bdi(lead.name))))),
      this.#pad.element, this.#said,
      el('button', { class: 'button wide', type: 'button', on: { click: () => this.leave() } }, say('act.cancel')));
  }

  #focus() {
    /** @type {HTMLElement | null} */ (this.element.querySelector('[aria-pressed=true]'))?.focus();
  }

  /** @param {KeyboardEvent} event */
  #down(event) {
    const isLetter = [...event.key].length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
    const isDigit = isLetter && /^[0-9]$/.test(event.key);
    this.#burst.gap = this.#gap() ?? GAP_MS;
    if (isLetter && !isDigit && !this.#burst.goesOn(event.timeStamp)) {
      // Digits right before a letter are a code's, however slowly it comes, and no PIN that was wrong.
      if (this.#silence !== undefined) this.#pad.restore(this.#before);
      this.#stopWaiting();
      return;
    }
    if (isLetter) {
      if (this.#silence === undefined) this.#before = this.#pad.typed;
      this.#burst.letter(event.key, event.timeStamp);
      if (isDigit && !this.#wait.runs) this.#pad.type(event.key);
      clearTimeout(this.#silence);
      this.#silence = setTimeout(() => this.#settled(this.#burst.rest()), SILENCE_MS);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      const scan = this.#burst.end(event.timeStamp);
      if (scan === null) return;
      this.#settled(scan);
    } else if (event.key === 'Backspace') this.#pad.back();
    else if (event.key === 'Escape') this.leave();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** The digits were a scanner's, or they were somebody's. @param {string | null} scan */
  #settled(scan) {
    const { letters } = this.#burst;
    this.#stopWaiting();
    // Fewer letters than a code has, and not all of them digits: they are no PIN.
    if (scan === null && /\D/.test(letters)) return this.#pad.restore(this.#before);
    if (scan === null) return this.#pad.finish();
    this.leave();
    return this.#scan(scan);
  }

  #stopWaiting() {
    clearTimeout(this.#silence);
    this.#silence = undefined;
  }

  /** @param {string} pin */
  async #try(pin) {
    if (!this.#who) return;
    try {
      const { signedIn, wait } = await callShell('leadWord', { staff: this.#who.id, pin });
      if (signedIn) {
        this.#end(true);
        return;
      }
      this.#pad.wrong();
      setText(this.#said, say('error.wrongPin'));
      if (wait) this.#wait.start(wait);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#pad.wrong();
      setText(this.#said, `${problem.message} ${problem.hint}`);
    }
  }
}
