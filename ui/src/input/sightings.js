// Codes that a camera sees: a guest who holds a code under it is one scan, until the code has left the picture.

/**
 * A code that was not seen for so long has left the picture, in ms: a round of fourteen frames at ten a second, in one of which alone a hard
 * code may be read (`scan::read_frame`), and some more, for glare hides a code at times.
 */
export const GONE_MS = 2000;
/** The most codes that are remembered. */
const MOST = 32;

export class Sightings {
  /** When each code was seen last. @type {Map<string, number>} */
  #seen = new Map();

  /**
   * Takes the codes of a frame.
   *
   * @param {string[]} texts
   * @param {number} at in ms
   * @returns {string[]} those that have come into the picture
   */
  take(texts, at) {
    for (const [text, seen] of this.#seen) {
      if (at - seen > GONE_MS) this.#seen.delete(text);
    }
    const come = texts.filter((text) => !this.#seen.has(text));
    for (const text of texts) {
      if (this.#seen.has(text) || this.#seen.size < MOST) this.#seen.set(text, at);
    }
    return [...new Set(come)];
  }

  /** Forgets everything. */
  clear() {
    this.#seen.clear();
  }
}
