// Every key that is pressed anywhere in the window comes through here first: scans are taken out, shortcuts are found,
// letters go to the scan field unless another text field has the focus.

import { takesText } from '../parts/dom.js';
import { Pulse } from './pulse.js';
import { Burst, GAP_MS, SILENCE_MS, isName } from './scanner.js';

/**
 * @typedef {object} KeyTargets
 * @property {HTMLInputElement} field the scan and search field
 * @property {(text: string) => void} scanned
 * @property {(event: KeyboardEvent) => boolean} shortcut whether the key was a shortcut and is done with
 * @property {() => void} typed the text of the field has changed and no scan is under way
 */

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
  #pulse = new Pulse((at) => this.#burst.free(at));
  #lastLetter = -Infinity;

  /** @param {KeyTargets} to */
  constructor(to) {
    this.#to = to;
    addEventListener('keydown', (event) => this.#down(event), { capture: true });
    to.field.addEventListener('input', () => this.#input());
  }

  /** Waits until it is clear whether the last letter was one of a scan. */
  async settled() {
    for (;;) {
      const left = this.#lastLetter + GAP_MS + 5 - performance.now();
      if (left <= 0) return;
      await new Promise((done) => setTimeout(done, left));
    }
  }

  /** Whether letters come so fast that a scan seems to be under way; what depends on the text waits then. */
  get isScanning() {
    return this.#burst.isSuspect;
  }

  /** @param {KeyboardEvent} event */
  #down(event) {
    if (event.isComposing) return;
    if (isLetter(event)) return this.#letter(event);
    if (event.key === 'Enter' || event.key === 'Tab') {
      const text = event.repeat ? null : this.#burst.end(event.timeStamp);
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

  /** @param {KeyboardEvent} event */
  #letter(event) {
    // A button that has the focus must not be pressed by the blank in somebody's search.
    if (event.key === ' ' && !takesText(document.activeElement) && document.activeElement !== document.body) return;
    if (event.repeat) this.#burst.clear();
    if (!takesText(document.activeElement)) {
      if (this.#to.shortcut(event)) return stop(event);
      this.#to.field.focus();
    }
    if (this.#pulse.hasStopped(event.timeStamp)) this.#burst.free(event.timeStamp);
    const begins = event.repeat || this.#burst.letter(event.key, event.timeStamp);
    if (begins) this.#before = keep(document.activeElement);
    this.#lastLetter = performance.now();
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#silent(), SILENCE_MS);
    this.#pulse.start(event.timeStamp);
  }

  #input() {
    if (this.#burst.isSuspect) this.#waits = true;
    else this.#to.typed();
  }

  /** Nothing has come for a while: a scan without an ending, or somebody thinks about the next letter. */
  #silent() {
    const text = this.#burst.end(performance.now());
    // Letters that came all at once because the computer was busy look like a scan without an ending. A name stays where
    // it was typed; a code has a digit somewhere.
    if (text !== null && !isName(text)) return this.#scanned(text);
    if (this.#waits) {
      this.#waits = false;
      this.#to.typed();
    }
  }

  /** @param {string} text */
  #scanned(text) {
    clearTimeout(this.#silence);
    this.#waits = false;
    if (this.#before) giveBack(this.#before, this.#to.field);
    this.#before = null;
    this.#to.scanned(text);
  }
}

/** Whether this key types a letter. AltGraph, or Ctrl and Alt together, type `@` and the like on Danish keys. @param {KeyboardEvent} event */
function isLetter(event) {
  if ([...event.key].length !== 1) return false;
  const altGraph = event.getModifierState('AltGraph') || (event.ctrlKey && event.altKey);
  return altGraph || !(event.ctrlKey || event.altKey || event.metaKey);
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

/** @param {Kept} kept @param {HTMLInputElement} field */
function giveBack({ element, value, start, end }, field) {
  element.value = value;
  // Fields such as those for e-mail have no selection to set.
  if (start !== null && end !== null) element.setSelectionRange(start, end);
  // Forms follow their fields; the scan field is told of the scan itself.
  if (element !== field) element.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
