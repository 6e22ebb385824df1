// Our own double scan: the guest still holds the code under the lens. The same text within some seconds of its last
// sighting (a setting of the event), with no other scan between, is the same scan.

export class Bounce {
  /** How long the same text is the same scan, in seconds; 0: every scan is a new one. */
  seconds = 3;
  #text = '';
  #seen = -Infinity;

  /**
   * Takes a scan; each sighting prolongs the time.
   *
   * @param {string} text
   * @param {number} at in ms
   * @returns {boolean} whether this is the scan from just now
   */
  isAgain(text, at) {
    const again = text === this.#text && this.seconds > 0 && at - this.#seen <= this.seconds * 1000;
    this.#text = text;
    this.#seen = at;
    return again;
  }
}
