// Our own double scan: the guest still holds the code under the lens. The same text from the same scanner within some seconds of its
// last sighting (a setting of the event), with no other scan of it between, is the same scan.

export class Bounce {
  /** How long the same text is the same scan, in seconds; 0: every scan is a new one. */
  seconds = 3;
  /** What each scanner has read last, and when. @type {Map<string, { text: string, seen: number }>} */
  #last = new Map();

  /**
   * Takes a scan; each sighting prolongs the time.
   *
   * @param {string} text
   * @param {number} at in ms
   * @param {string} [scanner] those that type are one: nothing tells them apart
   * @returns {boolean} whether this is the scan from just now
   */
  isAgain(text, at, scanner = '') {
    const last = this.#last.get(scanner);
    this.#last.set(scanner, { text, seen: at });
    return last !== undefined && text === last.text && this.seconds > 0 && at - last.seen <= this.seconds * 1000;
  }

  /** Nothing came of this scan: the next one is the first. @param {string} text @param {string} [scanner] */
  forget(text, scanner = '') {
    if (this.#last.get(scanner)?.text === text) this.#last.delete(scanner);
  }
}
