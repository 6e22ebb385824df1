// A visiting card (vCard) from a scanner that types: Enter is pressed at each of its lines, and each would be a scan of its own. They
// are put together, and go to the door as one.

import { LATE_END_MS } from './scanner.js';

/** The most letters of a card; a QR code holds at most 4,296 (ISO/IEC 18004). */
const MOST = 4_300;
/** Its first and its last line (RFC 6350, sections 6.1.1 and 6.1.2); the colon lies on another key in each country. */
const BEGIN = /^(?:.Q[0-9])?BEGIN.VCARD$/i;
const END = /^END.VCARD$/i;

/** @import { How } from './keys.js' */

export class CardLines {
  /** @type {string[]} */
  #lines = [];
  #letters = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;
  #whole;

  /** @param {(text: string, how: How) => void} whole a card is there, or as much of it as came */
  constructor(whole) {
    this.#whole = whole;
  }

  /** Takes a scan. @param {string} text @param {How} how @returns {boolean} whether it is a line of a card */
  take(text, how) {
    if (!this.#lines.length && !BEGIN.test(text.trim())) return false;
    clearTimeout(this.#silence);
    this.#lines.push(text);
    this.#letters += text.length + 1;
    if (END.test(text.trim()) || this.#letters > MOST) this.#done(how);
    else this.#silence = setTimeout(() => this.#done(how), LATE_END_MS);
    return true;
  }

  /** @param {How} how */
  #done(how) {
    const text = this.#lines.join('\n');
    this.#lines = [];
    this.#letters = 0;
    this.#whole(text, how);
  }
}
