// Telling a hand scanner that types from a person who types: by the time between the letters.
//
// A burst of at least six letters with gaps under 35 ms is a scan. It may end with Enter or Tab, or with nothing: then
// 80 ms of silence end it. The caller keeps what the text field held before the burst and puts it back.

/** The longest time between two letters of a scan, in ms. Fast typists stay above 60 ms. */
export const GAP_MS = 35;
/** The fewest letters of a scan. */
export const LEAST = 6;
/** So many quick letters already look like a scan: what depends on the text can wait until it is clear. */
export const SUSPECT = 3;
/** The silence that ends a burst, in ms. */
export const SILENCE_MS = 80;
/** The most letters of a scan; a QR code holds at most 4,296 (ISO/IEC 18004). */
export const MOST = 4300;

export class Burst {
  #letters = '';
  #last = -Infinity;

  /**
   * Takes a letter.
   *
   * @param {string} letter
   * @param {number} at in ms
   * @returns {boolean} whether a new run of letters begins with it
   */
  letter(letter, at) {
    const goesOn = this.#letters !== '' && at - this.#last <= GAP_MS;
    this.#last = at;
    if (!goesOn) this.#letters = '';
    if (this.#letters.length < MOST) this.#letters += letter;
    return !goesOn;
  }

  /**
   * The page was free to hear a letter at this time: what it spends on drawing between two letters is no pause of the
   * scanner's.
   *
   * @param {number} at in ms
   */
  free(at) {
    if (this.#letters !== '') this.#last = Math.max(this.#last, at);
  }

  /** Whether what came so far looks like a scan under way. */
  get isSuspect() {
    return this.#letters.length >= SUSPECT;
  }

  /**
   * Ends the run: by Enter or Tab, or because nothing comes any more.
   *
   * @param {number} at in ms
   * @returns {string | null} the text that was scanned; null if somebody typed
   */
  end(at) {
    const text = this.#letters;
    const inTime = at - this.#last <= SILENCE_MS * 2;
    this.#letters = '';
    return text.length >= LEAST && inTime ? text : null;
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

/** A text with a digit and no blank may be another system's code; a name is none. @param {string} text */
export function mayBeCode(text) {
  return looksLikeOurCode(text) || /^(?=.*\d)\S{4,}$/.test(text.trim());
}

/** A text of letters and blanks is a name or a place, and never a code. @param {string} text */
export function isName(text) {
  return /^[\p{L}\p{M}\s.'’-]+$/u.test(text.trim());
}
