// Sign-in and lock: who stands at the desk. Nothing of any guest is on the screen, and scans are not acted on.

import { bdi, el, fill, setText } from '../../parts/dom.js';
import { call, callShell, isProblem } from '../../host.js';
import { bridge, mark } from '../../parts/icons.js';
import { day, time } from '../../parts/format.js';
import { say, spoken } from '../../i18n/say.js';
import { Burst, GAP_MS, LATE_END_MS, SILENCE_MS } from '../../input/scanner.js';
import { Countdown } from '../../parts/countdown.js';
import { PinPad } from '../../parts/pin_pad.js';

/** @import { EventInfo, StaffWire } from '../../../types/wire.js' @import { SignedIn } from '../../../types/shell.js' */

/** More names than this are narrowed by typing. */
const MOST_TILES = 12;
/** Good morning until noon. */
const NOON = 12;

export class LockScreen {
  element = el('section', { class: 'lock', role: 'dialog', 'aria-modal': 'true' });
  #info;
  #choose;
  /** @type {StaffWire[]} */
  #staff = [];
  /** @type {StaffWire | undefined} */
  #who;
  #filter = '';
  #pad = new PinPad((pin) => this.#try(pin));
  #burst = new Burst();
  /** How slow this desk's scanner may be, in ms; nothing: as slow as scanners are. */
  #gap;
  /** The PIN so far when letters began to come one soon after the other, and whether some of these are no digits. */
  #quiet = { pin: '', mixed: false };
  /** Until when an Enter or Tab is still the scanner's. */
  #endsUntil = -Infinity;
  /** What had been typed before the run of letters. */
  #before = { pin: '', filter: '' };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;
  #said = el('p', { class: 'lock-said', role: 'alert' });
  #tiles = el('div', { class: 'tiles' });
  #clock = el('span', { class: 'lock-clock' });
  #wait = new Countdown(this.#said);
  /** @type {((who: SignedIn) => void) | undefined} */
  #signed;

  /** @param {EventInfo} info @param {(language: 'da' | 'en') => void} choose another language is wanted @param {() => number | undefined} [gap] */
  constructor(info, choose, gap = () => undefined) {
    this.#gap = gap;
    this.#info = info;
    this.#choose = choose;
  }

  get isShown() {
    return this.element.isConnected;
  }

  /** Shows itself over everything until somebody has signed in. @returns {Promise<SignedIn>} */
  async ask() {
    const known = await call('staff', {}).catch((problem) => {
      if (!isProblem(problem)) throw problem;
      return { staff: [] };
    });
    this.#staff = known.staff;
    this.#who = this.#staff[0];
    this.#filter = '';
    this.#pad.clear();
    this.#wait.stop();
    setText(this.#said, '');
    document.documentElement.toggleAttribute('data-locked', true);
    document.body.append(this.element);
    const down = /** @param {KeyboardEvent} event */ (event) => this.#down(event);
    addEventListener('keydown', down, { capture: true });
    // In kiosk mode somebody wants to close the window; who may has to sign in first.
    const asked = () => {
      this.#wait.stop();
      setText(this.#said, say('kiosk.locked'));
    };
    addEventListener('closeasked', asked);
    const pulse = setInterval(() => this.#showClock(), 1000);
    this.show();
    this.#focus();
    try {
      return await new Promise((signed) => { this.#signed = signed; });
    } finally {
      clearInterval(pulse);
      removeEventListener('keydown', down, { capture: true });
      removeEventListener('closeasked', asked);
      this.element.remove();
      document.documentElement.toggleAttribute('data-locked', false);
    }
  }

  /** A scanner that does not type has read something. */
  scanned() {
    this.#wait.stop();
    setText(this.#said, say('lock.scan'));
  }

  /** Says everything, in the language of now. */
  show() {
    const early = new Date().getHours() < NOON;
    this.element.setAttribute('aria-label', say('lock.title.later'));
    this.#pad.show();
    const language = /** @param {'da' | 'en'} tag */ (tag) => tag === spoken()
      ? el('span', { class: 'soft', lang: tag }, say(`language.${tag}`))
      : el('button', { class: 'link', type: 'button', lang: tag, on: { click: () => this.#choose(tag) } }, say(`language.${tag}`));
    fill(this.element,
      el('header', {}, el('span', { class: 'brand' }, mark(), 'Ankomst'), this.#clock),
      el('div', { class: 'lock-who' }, el('h1', {}, say(early ? 'lock.hello.morning' : 'lock.hello'), el('br'), say('lock.who')), this.#tiles),
      el('div', { class: 'card lock-pin' }, el('div', {}, el('h2', {}, bdi(this.#who?.name ?? '')), el('p', { class: 'soft' }, say('lock.pin'))), this.#pad.element, this.#said),
      el('footer', {}, el('b', {}, bdi(this.#info.desk?.name ?? '')), el('span', { class: 'soft cut' }, bdi(this.#info.title)), el('span', { class: 'push' }, language('da'), ' · ', language('en'))),
      bridge());
    this.#showTiles();
    this.#showClock();
  }

  #showTiles() {
    const fits = this.#shown;
    if (!this.#who || !fits.includes(this.#who)) this.#choosePerson(fits[0]);
    const shown = fits.slice(0, MOST_TILES);
    fill(this.#tiles, ...shown.map((person) => el('button', { class: 'tile', type: 'button', 'data-staff': person.id, 'aria-pressed': String(person === this.#who), on: { click: () => { this.#choosePerson(person); this.#showTiles(); this.#focus(); } } },
      el('span', { class: 'cut' }, bdi(person.name)), el('span', { class: 'role' }, say(`role.${person.role}`)))),
    this.#staff.length > MOST_TILES ? el('p', { class: 'soft' }, this.#filter ? bdi(this.#filter) : say('lock.type')) : null);
  }

  /** Those whose names have the typed letters. */
  get #shown() {
    const wanted = this.#filter.toLocaleLowerCase();
    const fits = this.#staff.filter((person) => person.name.toLocaleLowerCase().includes(wanted));
    return fits.length ? fits : this.#staff;
  }

  /** @param {StaffWire | undefined} person */
  #choosePerson(person) {
    if (person !== this.#who) this.#wait.stop();
    this.#who = person;
    this.#pad.digits = person?.digits ?? 4;
    this.#pad.clear();
    const heading = this.element.querySelector('.lock-pin h2');
    if (heading) fill(heading, bdi(person?.name ?? ''));
  }

  #showClock() {
    const now = Date.now();
    fill(this.#clock, el('span', { class: 'soft' }, day(now)), el('b', {}, time(now)));
  }

  #focus() {
    /** @type {HTMLElement | null} */ (this.#tiles.querySelector('[aria-pressed=true]'))?.focus();
  }

  /** Every key comes here first. @param {KeyboardEvent} event */
  #down(event) {
    const { key } = event;
    const letters = [...key].length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (letters) {
      stop(event);
      this.#burst.gap = this.#gap() ?? GAP_MS;
      this.#endsUntil = -Infinity;
      if (this.#silence === undefined) this.#quiet = { pin: this.#pad.typed, mixed: false };
      if (this.#burst.letter(key, event.timeStamp)) this.#before = { pin: this.#pad.typed, filter: this.#filter };
      this.#letter(key);
      clearTimeout(this.#silence);
      this.#silence = setTimeout(() => this.#settled(), SILENCE_MS);
      return;
    }
    if (key === 'Enter' || key === 'Tab') {
      const scan = this.#burst.end(event.timeStamp);
      if (scan !== null) {
        stop(event);
        this.#takeBack();
        this.#endsUntil = event.timeStamp + LATE_END_MS;
      } else if (event.timeStamp <= this.#endsUntil) {
        // The second key of the scanner's ending presses nothing.
        stop(event);
      }
      return;
    }
    if (key === 'Backspace') this.#erase();
    else if (key === 'Escape') this.#clear();
    else if (key.startsWith('Arrow')) this.#move(key);
    else if (['Shift', 'CapsLock', 'AltGraph', 'Control', 'Alt', 'Meta', 'Dead'].includes(key)) return;
    stop(event);
  }

  /** @param {string} letter */
  #letter(letter) {
    if (!/^[0-9]$/.test(letter)) this.#quiet.mixed = true;
    if (/^[0-9]$/.test(letter)) {
      if (!this.#wait.runs) this.#pad.type(letter);
    } else if (this.#staff.length > MOST_TILES && (letter !== ' ' || this.#filter)) {
      this.#filter = (this.#filter + letter).slice(0, 40);
      this.#showTiles();
    }
  }

  /** Nothing has come for a while: what was typed was somebody's, or a scan that ends with nothing. */
  #settled() {
    this.#silence = undefined;
    if (this.#burst.rest() !== null) this.#takeBack();
    // Digits between letters are a code's, however slowly it came: they are no PIN that was wrong.
    else if (this.#quiet.mixed) this.#pad.restore(this.#quiet.pin);
    else this.#pad.finish();
  }

  /** The letters were a scanner's. */
  #takeBack() {
    clearTimeout(this.#silence);
    this.#silence = undefined;
    this.#pad.restore(this.#before.pin);
    if (this.#filter !== this.#before.filter) {
      this.#filter = this.#before.filter;
      this.#showTiles();
    }
    this.scanned();
  }

  #erase() {
    if (this.#pad.typed) this.#pad.back();
    else if (this.#filter) {
      this.#filter = this.#filter.slice(0, -1);
      this.#showTiles();
    }
  }

  #clear() {
    this.#filter = '';
    this.#pad.clear();
    this.#showTiles();
  }

  /** @param {string} key */
  #move(key) {
    const shown = this.#shown.slice(0, MOST_TILES);
    const at = this.#who ? shown.indexOf(this.#who) : -1;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 2, ArrowUp: -2 }[key] ?? 0;
    const next = shown[at + step];
    if (!next) return;
    this.#choosePerson(next);
    this.#showTiles();
    this.#focus();
  }

  /** @param {string} pin */
  async #try(pin) {
    const who = this.#who;
    if (!who || this.#wait.runs) return this.#pad.clear();
    setText(this.#said, '');
    try {
      const { signedIn, wait } = await callShell('signIn', { staff: who.id, pin });
      if (signedIn) {
        this.#pad.clear();
        return this.#signed?.(signedIn);
      }
      this.#pad.wrong();
      setText(this.#said, say('error.wrongPin'));
      if (wait) this.#wait.start(wait);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#pad.wrong();
      setText(this.#said, `${problem.message} ${problem.hint}`);
    }
    return undefined;
  }
}

/** @param {Event} event */
function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
