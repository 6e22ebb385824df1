// Codes that a camera sees: a guest who holds a code under it is one scan, until the code has left the picture.

/**
 * A code that was not seen in so many frames has left the picture: a hard code may be read in one alone of a round of fourteen
 * (`scan::read_frame`). A slow computer looks at few frames in a second: it is they that count.
 */
export const GONE_FRAMES = 15;
/** And for so long, in ms: glare hides a code at times. */
export const GONE_MS = 2000;
/** The most codes that are remembered. */
const MOST = 32;

export class Sightings {
  /** When each code was seen last, and in which frame. @type {Map<string, { at: number, frame: number }>} */
  #seen = new Map();
  #frame = 0;

  /**
   * Takes the codes of a frame that was looked at.
   *
   * @param {string[]} texts
   * @param {number} at in ms
   * @returns {string[]} those that have come into the picture
   */
  take(texts, at) {
    this.#frame += 1;
    for (const [text, seen] of this.#seen) {
      if (at - seen.at > GONE_MS && this.#frame - seen.frame > GONE_FRAMES) this.#seen.delete(text);
    }
    const come = [];
    for (const text of texts) {
      const isKnown = this.#seen.has(text);
      // A code that cannot be remembered would come anew with every frame.
      if (!isKnown && this.#seen.size >= MOST) continue;
      if (!isKnown) come.push(text);
      this.#seen.set(text, { at, frame: this.#frame });
    }
    return come;
  }

  /** Forgets everything. */
  clear() {
    this.#seen.clear();
  }
}
