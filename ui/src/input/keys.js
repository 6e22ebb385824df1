// Every key that is pressed anywhere in the window comes through here first: scans are taken out, shortcuts are found,
// letters go to the scan field unless another text field has the focus.

import { takesText } from '../parts/dom.js';
import { Burst, GAP_MS, LATE_END_MS, LEAST, SILENCE_MS, Trail, UNCLEAR, isName, ourCodeAtEnd, tornOff } from './scanner.js';

/** A page that is busy all the time is waited for so often and no longer: it goes on with what it has heard. */
const MOST_ROUNDS = 10;
/** The time in which a free page hears of a key that waits, in ms. */
const ROUND_MS = 8;
/** A clock that rings so late means that the page was busy: keys may wait that were pressed long ago, in ms. */
const LATE_MS = 15;
/** So many quick letters are a scanner's nearly always: those behind them are kept out of the field until it is clear. */
const HELD_FROM = 3;

/**
 * @typedef {object} KeyTargets
 * @property {HTMLInputElement} field the scan and search field
 * @property {(act: () => void) => void} putOff does something to that field a moment later, or once somebody looks at it
 * @property {() => void} settle does what was put off
 * @property {(text: string, before: string[], how: How) => void} scanned with the pieces that came just before: pauses may have torn the scan
 * @property {(event: KeyboardEvent) => boolean} shortcut whether the key was a shortcut and is done with
 * @property {() => void} typed the text of the field has changed and no scan is under way
 */

/**
 * @typedef {object} How a scan came
 * @property {number} pace the time from one letter to the next, on average, in ms; 0: as slow as people
 * @property {'enter' | 'tab' | 'none'} ending
 */

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

  /** @param {KeyboardEvent} event */
  #down(event) {
    // The lock hears its own keys.
    if (this.paused) return;
    this.#to.settle();
    if (isKeptBack(event)) return this.#letter(UNCLEAR, event);
    if (isLetter(event)) return this.#letter(event.key, event);
    if ((event.key === 'Enter' || event.key === 'Tab') && !event.repeat && this.#endsScan(event.timeStamp, event.key === 'Tab' ? 'tab' : 'enter')) return stop(event);
    if (['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock', 'Meta', 'Dead'].includes(event.key)) return;
    this.#burst.clear();
    this.#trail.clear();
    this.#release({ quiet: true });
    // What was typed comes before what this key does. Enter reads the field itself.
    const waits = this.#waits;
    this.#waits = false;
    if (waits && event.key !== 'Enter') this.#to.typed();
    if (this.#to.shortcut(event)) stop(event);
  }

  /**
   * Whether Enter or Tab is the scanner's: it ends a scan, or comes late to one that silence has ended. Such a key presses
   * no button and takes nobody from a list.
   *
   * @param {number} at
   * @param {How['ending']} ending
   */
  #endsScan(at, ending) {
    if (this.#lastAt === this.#unendedAt && this.#mayGoOn(at)) {
      this.#unendedAt = -Infinity;
      this.#trail.clear();
      return true;
    }
    // People take longer from their last letter to Enter.
    const isQuick = at - this.#lastAt <= this.#burst.gap;
    const isRest = isQuick && (this.#isRest || (this.#inRun > 0 && tornOff(this.#pieces).join('').length + this.#inRun >= LEAST));
    const text = this.#clear(this.#burst.end(at, isRest ? 1 : LEAST, Math.max(2 * SILENCE_MS, this.#silenceMs)));
    if (text === null) return false;
    this.#scanned(text, ending);
    this.#trail.clear();
    return true;
  }

  /** Whether the scan that silence has ended may have a rest. @param {number} at */
  #mayGoOn(at) {
    return at - this.#unendedAt <= LATE_END_MS;
  }

  /** @param {string} letter @param {KeyboardEvent} event */
  #letter(letter, event) {
    // A button that has the focus must not be pressed by the blank in somebody's search.
    if (event.key === ' ' && !takesText(document.activeElement) && document.activeElement !== document.body) return;
    if (event.repeat) this.#burst.clear();
    if (!takesText(document.activeElement)) {
      if (this.#to.shortcut(event)) return stop(event);
      this.#to.field.focus();
    }
    const earlier = this.#burst.letters;
    const begins = event.repeat || this.#burst.letter(letter, event.timeStamp);
    if (begins || letter === UNCLEAR) this.#release();
    if (begins) {
      if (earlier) this.#trail.add(this.#clear(earlier) ?? '', this.#lastAt);
      this.#pieces = this.#trail.before(event.timeStamp);
      this.#isRest = this.#mayGoOn(event.timeStamp);
      this.#before = keep(document.activeElement);
      this.#inRun = 0;
    }
    this.#inRun += 1;
    this.#lastAt = event.timeStamp;
    this.#lastLetter = performance.now();
    if (this.#mayHold) {
      event.preventDefault();
      this.#held += letter;
      this.#waits = true;
    }
    this.#waitForSilence(0);
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
    const held = this.#held;
    if (!held) return;
    this.#held = '';
    const { field } = this.#to;
    field.setRangeText(held, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, 'end');
    this.#waits = quiet;
    // The field shows itself; what depends on its text hears of it once.
    if (!quiet) field.dispatchEvent(new InputEvent('input', { bubbles: true }));
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
    const text = this.#clear(this.#burst.rest());
    // Hands that roll over the keys may look like a scan without an ending. A name stays where it was typed; a code has
    // a digit somewhere.
    if (text !== null) this.#trail.add(text, this.#lastAt);
    if (text !== null && !isName(text)) {
      this.#unendedAt = this.#lastAt;
      this.#scanned(text, 'none');
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

  /** @param {string} text @param {How['ending']} ending */
  #scanned(text, ending) {
    clearTimeout(this.#silence);
    this.#waits = false;
    this.#held = '';
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
    }
    const { field } = this.#to;
    if (kept?.element === field) this.#to.putOff(() => giveBack(kept, field));
    else if (kept) giveBack(kept, field);
    this.#before = null;
    this.#to.scanned(whole ?? text, pieces, { pace: this.#burst.pace(this.#inRun), ending });
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
  return takesText(document.activeElement) && (event.isComposing || event.keyCode === 229);
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
