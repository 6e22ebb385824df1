// Every key that is pressed anywhere in the window comes through here first: scans are taken out, shortcuts are found,
// letters go to the scan field unless another text field has the focus.

import { takesText } from '../parts/dom.js';
import { Burst, GAP_MS, MOST, SILENCE_MS, UNCLEAR, isName, ourCodeAtEnd } from './scanner.js';

/** A page that is busy all the time is waited for so often and no longer: it goes on with what it has heard. */
const MOST_ROUNDS = 10;
/** The time in which a free page hears of a key that waits, in ms. */
const ROUND_MS = 8;
/** A clock that rings so late means that the page was busy: keys may wait that were pressed long ago, in ms. */
const LATE_MS = 15;

/**
 * @typedef {object} KeyTargets
 * @property {HTMLInputElement} field the scan and search field
 * @property {(text: string, before: string) => void} scanned with what was typed just before: a pause may have torn the scan
 * @property {(event: KeyboardEvent) => boolean} shortcut whether the key was a shortcut and is done with
 * @property {() => void} typed the text of the field has changed and no scan is under way
 */

/** Letters that come closer to a scan than this may be torn off it; between two guests there is more time, in ms. */
const TORN_MS = 150;

/** @typedef {{ element: HTMLInputElement | HTMLTextAreaElement, value: string, start: number | null, end: number | null }} Kept */

export class Keys {
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
  /** How many letters came before the run of letters, one soon after the other. */
  #justBefore = 0;
  #inRun = 0;

  /** @param {KeyTargets} to */
  constructor(to) {
    this.#to = to;
    addEventListener('keydown', (event) => this.#down(event), { capture: true });
    to.field.addEventListener('input', () => this.#input());
  }

  /** Waits until it is clear whether the last letter was one of a scan. */
  async settled() {
    let heard = false;
    for (let round = 0; round < MOST_ROUNDS && (!heard || this.#sinceLetter < GAP_MS); round += 1) {
      const left = Math.max(GAP_MS - this.#sinceLetter, ROUND_MS);
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
    if (isKeptBack(event)) return this.#letter(UNCLEAR, event);
    if (isLetter(event)) return this.#letter(event.key, event);
    if (event.key === 'Enter' || event.key === 'Tab') {
      const text = event.repeat ? null : this.#clear(this.#burst.end(event.timeStamp));
      if (text !== null) {
        stop(event);
        return this.#scanned(text);
      }
    }
    if (['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock', 'Meta', 'Dead'].includes(event.key)) return;
    this.#burst.clear();
    // What was typed comes before what this key does. Enter reads the field itself.
    const waits = this.#waits;
    this.#waits = false;
    if (waits && event.key !== 'Enter') this.#to.typed();
    if (this.#to.shortcut(event)) stop(event);
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
    const begins = event.repeat || this.#burst.letter(letter, event.timeStamp);
    if (begins) this.#before = keep(document.activeElement);
    if (event.timeStamp - this.#lastAt > TORN_MS) this.#justBefore = this.#inRun = 0;
    if (begins) {
      this.#justBefore += this.#inRun;
      this.#inRun = 0;
    }
    this.#inRun += 1;
    this.#lastAt = event.timeStamp;
    this.#lastLetter = performance.now();
    this.#waitForSilence(0);
  }

  /** @param {number} round */
  #waitForSilence(round) {
    clearTimeout(this.#silence);
    const due = performance.now() + SILENCE_MS;
    this.#silence = setTimeout(() => {
      if (performance.now() - due > LATE_MS && round < MOST_ROUNDS) this.#waitForSilence(round + 1);
      else this.#silent();
    }, SILENCE_MS);
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
    if (text !== null && !isName(text)) return this.#scanned(text);
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

  /** @param {string} text */
  #scanned(text) {
    clearTimeout(this.#silence);
    this.#waits = false;
    const before = this.#before ? justBefore(this.#before, this.#justBefore) : '';
    const whole = this.#before ? wholeScan(this.#before, text) : text;
    if (this.#before) giveBack(this.#before, this.#to.field);
    this.#before = null;
    this.#to.scanned(whole, whole === text ? before : '');
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
 * The scan with what was torn off it: a pause of the scanner, or of the computer between it and us, leaves the first
 * letters of our code in the text field. They are taken out of `kept`.
 *
 * @param {Kept} kept
 * @param {string} text
 */
function wholeScan(kept, text) {
  const before = kept.value.slice(0, kept.start ?? kept.value.length);
  const whole = ourCodeAtEnd(before + text);
  if (!whole || whole.length <= text.length) return text;
  const left = before.slice(0, before.length + text.length - whole.length);
  kept.value = left + kept.value.slice(before.length);
  kept.start = kept.end = kept.start === null ? null : left.length;
  return whole;
}

/** The last letters before the caret. @param {Kept} kept @param {number} count */
function justBefore({ value, start }, count) {
  const before = value.slice(0, start ?? value.length);
  return count ? before.slice(-Math.min(count, MOST)) : '';
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
