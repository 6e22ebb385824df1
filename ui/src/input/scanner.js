// Telling a hand scanner that types from a person who types: by the time between the letters.
//
// A burst of at least six letters with gaps under 35 ms is a scan. It may end with Enter or Tab, or with nothing: then
// 80 ms of silence end it. The caller keeps what the text field held before the burst and puts it back.
// Times of letters are those at which the keys were pressed (`event.timeStamp`), however late the page hears of them.

/** The longest time between two letters of a scan, in ms. Fast typists stay above 60 ms. */
export const GAP_MS = 35;
/** The fewest letters of a scan. */
export const LEAST = 6;
/** So many quick letters already look like a scan: what depends on the text can wait until it is clear. */
export const SUSPECT = 3;
/** The silence that ends a burst, in ms. */
export const SILENCE_MS = 80;
/** Stands for a letter that an input method keeps to itself: a dead key (`´`), and what becomes of it and the next letter. */
export const UNCLEAR = '\ufffd';
/** The most letters of a scan; a QR code holds at most 4,296 (ISO/IEC 18004). */
export const MOST = 4300;

export class Burst {
  #letters = '';
  #last = -Infinity;
  #rests = false;

  /**
   * Takes a letter.
   *
   * @param {string} letter
   * @param {number} at when its key was pressed, in ms
   * @returns {boolean} whether a new run of letters begins with it
   */
  letter(letter, at) {
    const goesOn = this.#letters !== '' && at - this.#last <= GAP_MS;
    this.#last = at;
    this.#rests = false;
    if (!goesOn) this.#letters = '';
    if (this.#letters.length < MOST) this.#letters += letter;
    return !goesOn;
  }

  /** Whether what came so far looks like a scan under way. */
  get isSuspect() {
    return !this.#rests && this.#letters.length >= SUSPECT;
  }

  /**
   * Ends the run by Enter or Tab.
   *
   * @param {number} at when that key was pressed, in ms
   * @returns {string | null} the text that was scanned; null if somebody typed
   */
  end(at) {
    const text = this.#letters;
    const inTime = at - this.#last <= SILENCE_MS * 2;
    this.#letters = '';
    return text.length >= LEAST && inTime ? text : null;
  }

  /**
   * Nothing has come for a while. Too few letters for a scan are kept: if the page was busy, the next ones may only not
   * have been heard yet, and their times will tell.
   *
   * @returns {string | null} the text that was scanned; null if somebody thinks about the next letter
   */
  rest() {
    this.#rests = true;
    if (this.#letters.length < LEAST) return null;
    const text = this.#letters;
    this.#letters = '';
    return text;
  }

  /** Forgets the run. */
  clear() {
    this.#letters = '';
  }
}

/** Our own code: `AK1`, then 26 of its alphabet; case does not matter. @param {string} text */
export function looksLikeOurCode(text) {
  return /^AK1[0-9A-HJ-NP-X]{26}$/i.test(text.trim());
}

/**
 * Our own code at the end of a text: a scan that was torn in two still is one, whatever stood before it.
 *
 * @param {string} text
 * @returns {string | null}
 */
export function ourCodeAtEnd(text) {
  const end = text.trimEnd().slice(-29);
  return looksLikeOurCode(end) ? end : null;
}

/** A text with a digit and no blank may be another system's code; a name is none. @param {string} text */
export function mayBeCode(text) {
  return looksLikeOurCode(text) || /^(?=.*\d)\S{4,}$/.test(text.trim());
}

/** A text of letters and blanks is a name or a place, and never a code. @param {string} text */
export function isName(text) {
  return /^[\p{L}\p{M}\s.'’-]+$/u.test(text.trim());
}
