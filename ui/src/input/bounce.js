// Our own double scan: the guest still holds the code under the lens. The same text within three seconds of its last
// sighting, with no other scan between, is the same scan.

/** How long the same text is the same scan, in ms. */
export const BOUNCE_MS = 3000;

export class Bounce {
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
    const again = text === this.#text && at - this.#seen <= BOUNCE_MS;
    this.#text = text;
    this.#seen = at;
    return again;
  }
}
