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
export const SUSPECT = 2;
/** The silence that ends a burst, in ms. */
export const SILENCE_MS = 80;
/** A run that one gap longer than `GAP_MS` makes a slow scanner's has so many letters; people come so far at times with six. */
const SLOW_LEAST = 9;
/** And so many if all of them could be a name's. */
const SLOW_NAME = 16;
/** The pace of a scanner is well under the longest gap that it was learnt with: at most this part of it. */
const PACE_SHARE = 0.75;
/** Stands for a letter that an input method keeps to itself: a dead key (`´`), and what becomes of it and the next letter. */
export const UNCLEAR = '\ufffd';
/** The most letters of a scan; a QR code holds at most 4,296 (ISO/IEC 18004). */
export const MOST = 4300;

export class Burst {
  /** The longest time between two letters of a scan at this desk, in ms. */
  gap = GAP_MS;
  #letters = '';
  #first = -Infinity;
  #last = -Infinity;
  /** The longest time between two letters of the run, in ms. */
  #longest = 0;
  #rests = false;

  /**
   * Takes a letter.
   *
   * @param {string} letter
   * @param {number} at when its key was pressed, in ms
   * @returns {boolean} whether a new run of letters begins with it
   */
  letter(letter, at) {
    const goesOn = this.goesOn(at);
    this.#longest = goesOn ? Math.max(this.#longest, at - this.#last) : 0;
    this.#last = at;
    if (!goesOn) this.#first = at;
    this.#rests = false;
    if (!goesOn) this.#letters = '';
    if (this.#letters.length < MOST) this.#letters += letter;
    return !goesOn;
  }

  /** Whether a letter that is pressed at this time belongs to the run. @param {number} at in ms */
  goesOn(at) {
    return this.#letters !== '' && at - this.#last <= this.gap;
  }

  /** Whether the letters of the last run came faster than people type, one with another. */
  get isQuick() {
    return this.pace(this.#letters.length) <= GAP_MS;
  }

  /** The longest time from the last letter to an Enter that the scanner itself presses, in ms. */
  get endGap() {
    return Math.max(GAP_MS, this.gap * PACE_SHARE);
  }

  /** What came of the run so far. */
  get letters() {
    return this.#letters;
  }

  /** Whether what came so far looks like a scan under way. */
  get isSuspect() {
    return !this.#rests && this.#letters.length >= SUSPECT;
  }

  /** The time from a letter of the last run to the next, on average, in ms; 0 for a run of one. @param {number} letters how many there were */
  pace(letters) {
    return letters > 1 ? (this.#last - this.#first) / (letters - 1) : 0;
  }

  /**
   * Ends the run by Enter or Tab.
   *
   * @param {number} at when that key was pressed, in ms
   * @param {number} [least] the fewest letters of a scan
   * @param {number} [within] how long after the last letter it still ends the scan, in ms
   * @returns {string | null} the text that was scanned; null if somebody typed
   */
  end(at, least = LEAST, within = 2 * SILENCE_MS) {
    const text = this.#letters;
    const inTime = at - this.#last <= within;
    const isScan = inTime && this.#isLong(text, least);
    this.#letters = '';
    return isScan ? text : null;
  }

  /**
   * Nothing has come for a while. Too few letters for a scan are kept: if the page was busy, the next ones may only not
   * have been heard yet, and their times will tell.
   *
   * @returns {string | null} the text that was scanned; null if somebody thinks about the next letter
   */
  rest() {
    this.#rests = true;
    if (!this.#isLong(this.#letters, LEAST)) return null;
    const text = this.#letters;
    this.#letters = '';
    return text;
  }

  /**
   * Whether so many letters are a scanner's. Where the scanner is a slow one, hands that roll over the keys are as fast as it is for
   * some letters: more are asked for then.
   *
   * @param {string} text
   * @param {number} least
   */
  #isLong(text, least) {
    if (text.length < least) return false;
    if (this.#longest <= GAP_MS || least < LEAST) return true;
    return text.length >= (isName(text) ? SLOW_NAME : SLOW_LEAST) && this.pace(text.length) <= this.gap * PACE_SHARE;
  }

  /** Forgets the run. */
  clear() {
    this.#letters = '';
  }
}

/**
 * A scan that silence has ended may not be at its end: a busy computer delivers the scanner's Enter late, and at times its
 * last letters. So long they are not taken for somebody's who types, in ms since its last letter.
 */
export const LATE_END_MS = 500;
/** The most pieces that a scan is put together from. */
const MOST_PIECES = 8;

/** The runs of letters that came just before, one soon after the other: pauses tear a scan into such pieces. */
export class Trail {
  /** @type {string[]} */
  #pieces = [];
  #at = -Infinity;

  /** @param {string} piece @param {number} at when its last letter was pressed, in ms */
  add(piece, at) {
    this.#pieces = [...this.before(at), piece].slice(-MOST_PIECES);
    this.#at = at;
  }

  /** The pieces that a run may go on from that begins at this time, the latest last. @param {number} at in ms */
  before(at) {
    return at - this.#at <= LATE_END_MS ? this.#pieces : [];
  }

  clear() {
    this.#pieces = [];
  }
}

/**
 * The last pieces that a scanner may have sent: people's letters come one by one, a scanner's together.
 *
 * @param {string[]} pieces
 */
export function tornOff(pieces) {
  const typed = pieces.findLastIndex((piece) => piece.length < 2);
  return pieces.slice(typed + 1);
}

/** Our own code: `AK1`, then 26 of its alphabet; case does not matter. @param {string} text */
export function looksLikeOurCode(text) {
  return /^AK1[0-9A-HJ-NP-X]{26}$/i.test(text.trim());
}

/**
 * A badge's or a command's code at the end of a text that somebody typed, however slowly. Nothing else has this form.
 *
 * @param {string} text
 * @returns {string | null}
 */
export function signedCodeAtEnd(text) {
  const end = text.trimEnd();
  return [end.slice(-29), end.slice(-26)].find((code) => looksLikeOurCode(code) || /^AKC1[0-9A-HJ-NP-X]{22}$/i.test(code)) ?? null;
}

/** The longest that arrives of the test code: its 19 letters, and an accent beside each of two. */
const TEST_MOST = 21;

/**
 * A code of ours at the end of a text: a badge's, a command's or the scanner's test. A scan that was torn in two still is one,
 * whatever stood before it.
 *
 * @param {string} text
 * @returns {string | null}
 */
export function ourCodeAtEnd(text) {
  const end = text.trimEnd();
  const test = /AKT1(?!.*AKT1).{6,}$/i.exec(end)?.[0];
  if (test && test.length <= TEST_MOST) return test;
  return signedCodeAtEnd(end);
}

/**
 * A badge's or a command's code by the places of its keys: on a computer whose keyboard has other letters there (French, Greek), what
 * the keys type says nothing, and an American scanner's keys still lie where they lie.
 *
 * @param {{ code: string }[]} keys
 * @returns {string | null}
 */
export function signedCodeOfKeys(keys) {
  const letters = keys.filter(({ code }) => code !== 'Enter' && code !== 'Tab').map(({ code }) => /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1] ?? ' ');
  return signedCodeAtEnd(letters.join(''));
}

/**
 * What a scanner can be set to put before a code, an AIM identifier and an ECI marker (`]Q1`, `\000026`), also as they arrive of an
 * American scanner on other keys. Rust takes them off; here it is only asked what stands behind them.
 */
const BEFORE_CODE = /^(?:[\]¨+][A-Z][0-9](?:[\\'#][0-9]{6})?)?/i;

/** @param {string} text */
const bare = (text) => text.trim().replace(BEFORE_CODE, '');

/** The scanner's test code, garbled or not: its first letters lie on the same keys everywhere. @param {string} text */
export function isTestCode(text) {
  return /^AKT1/i.test(bare(text));
}

/** A command of the desk's own card. @param {string} text */
export function isCommand(text) {
  return /^AKC1/i.test(bare(text));
}

/** A text with a digit and no blank may be another system's code; a name is none. @param {string} text */
export function mayBeCode(text) {
  return looksLikeOurCode(text) || /^(?=.*\d)\S{4,}$/.test(text.trim());
}

/** A text of letters and blanks is a name or a place, and never a code. @param {string} text */
export function isName(text) {
  return /^[\p{L}\p{M}\s.'’-]+$/u.test(text.trim());
}
