// Every key that is pressed anywhere in the window comes through here first: scans are taken out, shortcuts are found,
// letters go to the scan field unless another text field has the focus.

import { takesText } from '../parts/dom.js';
import { TypeAhead } from '../parts/type_ahead.js';
import { accentOf, accented } from './dead_keys.js';
import { Burst, GAP_MS, LATE_END_MS, LEAST, SILENCE_MS, Trail, UNCLEAR, isName, ourCodeAtEnd, signedCodeAtEnd, signedCodeOfKeys, tornOff } from './scanner.js';

/** A page that is busy all the time is waited for so often and no longer: it goes on with what it has heard. */
const MOST_ROUNDS = 10;
/** The time in which a free page hears of a key that waits, in ms. */
const ROUND_MS = 8;
/** A clock that rings so late means that the page was busy: keys may wait that were pressed long ago, in ms. */
const LATE_MS = 15;
/** So many quick letters are a scanner's nearly always: those behind them are kept out of the field until it is clear. */
const HELD_FROM = 3;
/** So many keys of a scan are remembered, to be looked at. */
export const MOST_RAW = 64;

/**
 * @typedef {object} KeyTargets
 * @property {HTMLInputElement} field the scan and search field
 * @property {(act: () => void) => void} putOff does something to that field a moment later, or once somebody looks at it
 * @property {() => void} settle does what was put off
 * @property {(text: string, before: string[], how: How) => void} scanned with the pieces that came just before: pauses may have torn the scan
 * @property {(text: string) => void} coded a code of ours was typed, or scanned as slowly as people type, and ended by Enter
 * @property {(event: KeyboardEvent) => boolean} shortcut whether the key was a shortcut and is done with
 * @property {() => void} typed the text of the field has changed and no scan is under way
 */

/**
 * @typedef {object} How a scan came
 * @property {number} pace the time from one letter to the next, on average, in ms; 0: as slow as people
 * @property {'enter' | 'tab' | 'none'} ending
 * @property {RawKey[]} [keys] its first keys
 */

/** @typedef {{ key: string, code: string, ms: number }} RawKey a key as it came: what it types, which it is, how long after the one before */

/** A scanner that is known to end with Enter or Tab may pause for longer before it is taken for one that ends with nothing, in ms. */
const ENDED_SILENCE_MS = 400;

/** @typedef {{ element: HTMLInputElement | HTMLTextAreaElement, value: string, start: number | null, end: number | null }} Kept */

export class Keys {
  /** Whether the window is locked. */
  paused = false;
  #burst = new Burst();
  /** @type {KeyTargets} */
  #to;
  /** What the text field held before the run of letters. @type {Kept | null} */
  #before = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;
  #waits = false;
  #lastLetter = -Infinity;
  #lastAt = -Infinity;
  #inRun = 0;
  #trail = new Trail();
  /** What the run of letters may go on from. @type {string[]} */
  #pieces = [];
  /** When the last letter was pressed of a scan that silence has ended. */
  #unendedAt = -Infinity;
  /** Whether the run of letters may be the rest of that scan. */
  #isRest = false;
  /** When the last letter of the last scan was pressed, and until when an Enter or Tab right behind it is that scanner's. */
  #scanAt = -Infinity;
  #endsUntil = -Infinity;
  /** When somebody last typed a letter before this run, and whether the run was a scan. */
  #handAt = -Infinity;
  #wasScan = false;
  /** The keys of the run. @type {RawKey[]} */
  #raw = [];
  #rawAt = 0;
  /** An accent key that waits for its letter. @type {{ accent: string, event: KeyboardEvent } | null} */
  #accent = null;
  /** Letters that a list is to be chosen from by, once it is clear that they are somebody's. @type {{ select: HTMLSelectElement, letters: string, at: number } | null} */
  #ahead = null;
  #typeAhead = new TypeAhead();
  #silenceMs = SILENCE_MS;
  /** Letters of the run that are not in the field: each of them would be drawn, and the verdict would wait for its frame. */
  #held = '';

  /** @param {KeyTargets} to */
  constructor(to) {
    this.#to = to;
    addEventListener('keydown', (event) => this.#down(event), { capture: true });
    to.field.addEventListener('input', () => this.#input());
    // Whatever else happens to the field finds in it what was typed.
    for (const type of ['blur', 'paste', 'cut', 'pointerdown']) to.field.addEventListener(type, () => this.#touched(), { capture: true });
  }

  /**
   * What is known of this desk's scanner.
   *
   * @param {{ gap?: number, ending?: How['ending'] | null }} scanner
   */
  learn({ gap = GAP_MS, ending = null }) {
    this.#burst.gap = gap;
    this.#silenceMs = ending === 'enter' || ending === 'tab' ? ENDED_SILENCE_MS : SILENCE_MS;
  }

  /** Waits until it is clear whether the last letter was one of a scan. */
  async settled() {
    let heard = false;
    for (let round = 0; round < MOST_ROUNDS && (!heard || this.#sinceLetter < this.#burst.gap); round += 1) {
      const left = Math.max(this.#burst.gap - this.#sinceLetter, ROUND_MS);
      const due = performance.now() + left;
      await new Promise((done) => setTimeout(done, left));
      // Only a page that was free meanwhile has heard what there was to hear.
      heard = performance.now() - due <= LATE_MS;
    }
  }

  get #sinceLetter() {
    return performance.now() - this.#lastLetter;
  }

  /** Whether letters come so fast that a scan seems to be under way; what depends on the text waits then. */
  get isScanning() {
    return this.#burst.isSuspect;
  }

  /** When somebody last typed a letter that was none of a scan, in ms. */
  get typedAt() {
    return this.#wasScan ? this.#handAt : this.#lastAt;
  }

  /** A scan was heard by others: the second key of its ending comes here. @param {number} at in ms */
  ended(at) {
    this.#scanAt = this.#lastAt;
    this.#endsUntil = at + LATE_END_MS;
  }

  /** @param {KeyboardEvent} event */
  #down(event) {
    // The lock hears its own keys.
    if (this.paused) return;
    this.#to.settle();
    if (isKeptBack(event)) return this.#letter(UNCLEAR, event);
    // Also in a field that has the focus only since the letter before: the input method does not know of it yet.
    if (event.key === 'Dead') return this.#dead(event);
    if (isLetter(event)) return this.#letter(event.key, event);
    if ((event.key === 'Enter' || event.key === 'Tab') && !event.repeat && this.#endsScan(event.timeStamp, event.key === 'Tab' ? 'tab' : 'enter')) return stop(event);
    if (['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock', 'Meta', 'Dead'].includes(event.key)) return;
    this.#accent = null;
    this.#burst.clear();
    this.#trail.clear();
    this.#release({ quiet: true });
    this.#typeAhead.clear();
    if (event.key === 'Enter' && !event.repeat && this.#takesCode(event.timeStamp)) return stop(event);
    // What was typed comes before what this key does. Enter reads the field itself.
    const waits = this.#waits;
    this.#waits = false;
    if (waits && event.key !== 'Enter') this.#to.typed();
    if (this.#to.shortcut(event)) stop(event);
  }

  /**
   * Whether Enter or Tab is the scanner's: it ends a scan, comes late to one that silence has ended, or is the second of two (CR and
   * LF, or Enter and Tab). Such a key presses no button and takes nobody from a list.
   *
   * @param {number} at
   * @param {How['ending']} ending
   */
  #endsScan(at, ending) {
    if (this.#lastAt === this.#scanAt && at <= this.#endsUntil) {
      // Two that come late come together.
      if (this.#unendedAt === this.#scanAt) this.#endsUntil = at + LATE_END_MS;
      this.#unendedAt = -Infinity;
      this.#trail.clear();
      return true;
    }
    const isRest = this.#endsRest(at);
    const text = this.#clear(this.#burst.end(at, isRest ? 1 : LEAST, Math.max(2 * SILENCE_MS, this.#silenceMs)));
    if (text === null) return false;
    this.#keepRaw(ending === 'tab' ? 'Tab' : 'Enter', ending === 'tab' ? 'Tab' : 'Enter', at);
    this.#scanned(text, ending, at);
    this.#trail.clear();
    return true;
  }

  /** Whether the letters are the rest of a scan that pauses tore. People take longer from their last letter to Enter, and few of them type names so fast. @param {number} at */
  #endsRest(at) {
    if (at - this.#lastAt > this.#burst.endGap || !this.#burst.isQuick) return false;
    if (this.#isRest) return true;
    const torn = tornOff(this.#pieces).join('');
    return this.#inRun > 0 && torn.length + this.#inRun >= LEAST && !isName(torn + this.#burst.letters);
  }

  /** Whatever the timing: our own code that ends where Enter came is a scan, and not what somebody writes into a form. @param {number} at */
  #takesCode(at) {
    const kept = keep(document.activeElement);
    if (!kept) return false;
    const before = beforeCaret(kept);
    const code = signedCodeAtEnd(before);
    if (!code) return false;
    const left = before.slice(0, before.trimEnd().length - code.length);
    kept.value = left + kept.value.slice(before.length);
    kept.start = kept.end = kept.start === null ? null : left.length;
    this.#waits = false;
    this.#wasScan = true;
    this.ended(at);
    this.#leave(kept);
    this.#to.coded(code);
    return true;
  }

  /** Whether the scan that silence has ended may have a rest. @param {number} at */
  #mayGoOn(at) {
    return at - this.#unendedAt <= LATE_END_MS;
  }

  /** An accent key where nobody else would remember it. @param {KeyboardEvent} event */
  #dead(event) {
    const accent = accentOf(event);
    this.#accent = accent ? { accent, event } : null;
  }

  /** @param {string} letter @param {KeyboardEvent} event */
  #letter(letter, event) {
    const dead = this.#accent;
    this.#accent = null;
    const on = document.activeElement;
    if (event.key === ' ' && !dead && !writes(on) && on !== document.body) {
      // A button that has the focus must not be pressed by the blank in somebody's search; a list is opened by one that is no scan's.
      if (!(on instanceof HTMLSelectElement && this.#burst.goesOn(event.timeStamp))) return;
    }
    if (event.repeat) this.#burst.clear();
    if (!takesText(on)) {
      if (this.#to.shortcut(event)) return stop(event);
      this.#to.field.focus();
    }
    const earlier = this.#burst.letters;
    const wasQuick = this.#burst.isQuick;
    const letters = dead ? accented(dead.accent, letter) : letter;
    const begins = event.repeat || [...letters].map((one) => this.#burst.letter(one, event.timeStamp))[0];
    if (begins || letter === UNCLEAR) this.#release();
    if (begins) {
      if (earlier) this.#remember(this.#clear(earlier) ?? '', wasQuick);
      this.#pieces = this.#trail.before(event.timeStamp);
      this.#isRest = this.#mayGoOn(event.timeStamp);
      this.#before = keep(document.activeElement);
      this.#inRun = 0;
      this.#handAt = this.typedAt;
      this.#wasScan = false;
      this.#raw = [];
    }
    this.#inRun += [...letters].length;
    this.#lastAt = event.timeStamp;
    this.#lastLetter = performance.now();
    if (dead) this.#keepRaw(dead.event.key, dead.event.code, dead.event.timeStamp);
    this.#keepRaw(event.key, event.code, event.timeStamp);
    this.#put(letters, event, dead !== null);
    this.#waitForSilence(0);
  }

  /** Puts letters where they belong, or keeps them back until it is clear whose they are. @param {string} letters @param {KeyboardEvent} event @param {boolean} made whether the key alone would type something else */
  #put(letters, event, made) {
    // What was chosen before may have drawn the list anew.
    const on = document.activeElement;
    if (on instanceof HTMLSelectElement) {
      event.preventDefault();
      this.#ahead = { select: on, letters: (this.#ahead?.letters ?? '') + letters, at: event.timeStamp };
    } else if (made || this.#mayHold) {
      event.preventDefault();
      this.#held += letters;
      this.#waits = true;
      if (made) this.#release();
    }
  }

  /** Remembers a run: letters that came as slowly as people type were pressed one by one. @param {string} run @param {boolean} isQuick */
  #remember(run, isQuick) {
    for (const piece of isQuick ? [run] : run) this.#trail.add(piece, this.#lastAt);
  }

  /** @param {string} key @param {string} code @param {number} at */
  #keepRaw(key, code, at) {
    const ms = this.#raw.length ? Math.round(at - this.#rawAt) : 0;
    this.#rawAt = at;
    if (this.#raw.length < MOST_RAW) this.#raw.push({ key, code, ms });
  }

  /**
   * Whether the last letter need not be in the field before it is clear whose it is. At a desk whose scanner is as slow as people,
   * people would wait for their letters.
   */
  get #mayHold() {
    const { letters, isSuspect, gap } = this.#burst;
    return gap <= GAP_MS && isSuspect && letters.length >= HELD_FROM && !letters.includes(UNCLEAR) && document.activeElement === this.#to.field;
  }

  #touched() {
    this.#to.settle();
    this.#release();
  }

  /** Somebody typed: the letters that were kept out of the field are put where they belong. @param {{ quiet?: boolean }} [how] quiet: whoever typed is told later */
  #release({ quiet = false } = {}) {
    this.#choose();
    const held = this.#held;
    if (!held) return;
    this.#held = '';
    const { field } = this.#to;
    field.setRangeText(held, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, 'end');
    this.#waits = quiet;
    // The field shows itself; what depends on its text hears of it once.
    if (!quiet) field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }

  /** Somebody typed the letters at a list: what begins with them is chosen. */
  #choose() {
    const ahead = this.#ahead;
    this.#ahead = null;
    if (ahead?.select.isConnected) this.#typeAhead.type(ahead.select, ahead.letters, ahead.at);
  }

  /** @param {number} round */
  #waitForSilence(round) {
    clearTimeout(this.#silence);
    // An accent that waits for its letter is no end.
    const silence = this.#burst.letters.endsWith(UNCLEAR) ? ENDED_SILENCE_MS : this.#silenceMs;
    const due = performance.now() + silence;
    this.#silence = setTimeout(() => {
      if (performance.now() - due > LATE_MS && round < MOST_ROUNDS) this.#waitForSilence(round + 1);
      else this.#silent();
    }, silence);
  }

  #input() {
    if (this.#burst.isSuspect) this.#waits = true;
    else this.#to.typed();
  }

  /** Nothing has come for a while: a scan without an ending, or somebody thinks about the next letter. */
  #silent() {
    const wasQuick = this.#burst.isQuick;
    const text = this.#clear(this.#burst.rest());
    // Hands that roll over the keys may look like a scan without an ending. A name stays where it was typed; a code has
    // a digit somewhere.
    if (text !== null) this.#remember(text, wasQuick);
    if (text !== null && !isName(text)) {
      this.#unendedAt = this.#lastAt;
      this.#scanned(text, 'none', this.#lastAt);
      return;
    }
    this.#release({ quiet: true });
    if (this.#waits) {
      this.#waits = false;
      this.#to.typed();
    }
  }

  /**
   * The scanned text, with the letters that an input method kept to itself: the text field knows what became of them.
   *
   * @param {string | null} text
   */
  #clear(text) {
    return text?.includes(UNCLEAR) && this.#before ? putIn(this.#before) : text;
  }

  /** @param {string} text @param {How['ending']} ending @param {number} at when it ended */
  #scanned(text, ending, at) {
    clearTimeout(this.#silence);
    this.#waits = false;
    this.#held = '';
    this.#ahead = null;
    this.#wasScan = true;
    this.ended(at);
    const kept = this.#before;
    let pieces = this.#pieces;
    let whole = wholeScan(pieces.join(''), text) ?? (kept ? wholeScan(beforeCaret(kept), text) : null);
    if (whole !== null) {
      if (kept) takeOut(kept, whole.slice(0, -text.length));
      pieces = [];
    } else if (text.length < LEAST) {
      // So few letters are no code: they belong to the pieces before them.
      const torn = tornOff(pieces);
      whole = torn.join('') + text;
      if (kept) takeOut(kept, torn.join(''));
      pieces = pieces.slice(0, pieces.length - torn.length);
    } else if (kept?.element === this.#to.field && !ourCodeAtEnd(text)) {
      // They may belong to it: whoever looks the code up tries them too.
      const torn = tornOff(pieces).join('');
      if (torn) takeOut(kept, torn);
    }
    if (kept) this.#leave(kept);
    this.#before = null;
    const placed = ourCodeAtEnd(whole ?? text) ? null : signedCodeOfKeys(this.#raw);
    this.#to.scanned(placed ?? whole ?? text, placed ? [] : pieces, { pace: this.#burst.pace(this.#inRun), ending, keys: this.#raw });
  }

  /** Gives a text field what it held before a scan. @param {Kept} kept */
  #leave(kept) {
    const { field } = this.#to;
    if (kept.element === field) this.#to.putOff(() => giveBack(kept, field));
    else giveBack(kept, field);
  }
}

/** Whether this key types a letter. AltGraph, or Ctrl and Alt together, type `@` and the like on Danish keys. @param {KeyboardEvent} event */
function isLetter(event) {
  if ([...event.key].length !== 1) return false;
  const altGraph = event.getModifierState('AltGraph') || (event.ctrlKey && event.altKey);
  return altGraph || !(event.ctrlKey || event.altKey || event.metaKey);
}

/**
 * Whether an input method keeps this key to itself: a dead key, and the letter behind it. WebKitGTK names neither the letter
 * nor the key then, and the code 229 is all that is left (UI Events, "keyCode for input method").
 *
 * @param {KeyboardEvent} event
 */
function isKeptBack(event) {
  return writes(document.activeElement) && (event.isComposing || event.keyCode === 229);
}

/** Whether letters are written into this element; a list takes them and has no text. @param {Element | null} element */
function writes(element) {
  return takesText(element) && !(element instanceof HTMLSelectElement);
}

/** @param {Event} event */
function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {Element | null} element @returns {Kept | null} */
function keep(element) {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return null;
  return { element, value: element.value, start: element.selectionStart, end: element.selectionEnd };
}

/**
 * Our code, if `text` is the end of one that begins in `before`.
 *
 * @param {string} before
 * @param {string} text
 */
function wholeScan(before, text) {
  const whole = ourCodeAtEnd(before + text);
  return whole && whole.length > text.length ? whole : null;
}

/** @param {Kept} kept */
function beforeCaret({ value, start }) {
  return value.slice(0, start ?? value.length);
}

/**
 * Takes the first letters of a torn scan out of what is given back to the text field; some of them may have been taken out
 * before.
 *
 * @param {Kept} kept
 * @param {string} torn
 */
function takeOut(kept, torn) {
  const before = beforeCaret(kept);
  let length = torn.length;
  // One letter of it alone may be somebody's.
  while (length > 0 && !(before.endsWith(torn.slice(torn.length - length)) && (length > 1 || torn.length === 1))) length -= 1;
  const left = before.slice(0, before.length - length);
  kept.value = left + kept.value.slice(before.length);
  kept.start = kept.end = kept.start === null ? null : left.length;
}

/** What stands in a text field where something was put in. @param {Kept} kept */
function putIn({ element, value, start, end }) {
  const behind = value.length - (end ?? value.length);
  return element.value.slice(start ?? value.length, element.value.length - behind);
}

/** @param {Kept} kept @param {HTMLInputElement} field */
function giveBack({ element, value, start, end }, field) {
  element.value = value;
  // Fields such as those for e-mail have no selection to set.
  if (start !== null && end !== null) element.setSelectionRange(start, end);
  // Forms follow their fields; the scan field is told of the scan itself.
  if (element !== field) element.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
