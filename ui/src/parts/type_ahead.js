// Choosing in a list by the first letters of a choice, as browsers do it. A browser would do it at once, and with the letters of a
// scan: the window's keys hold letters back until it is clear that somebody typed them.

/** So long after the last letter the next one begins anew, in ms. */
const ANEW_MS = 1000;

export class TypeAhead {
  #typed = '';
  #at = -Infinity;

  /**
   * Chooses what begins with the letters so far.
   *
   * @param {HTMLSelectElement} select
   * @param {string} letters
   * @param {number} at when the last one was pressed, in ms
   */
  type(select, letters, at) {
    this.#typed = at - this.#at > ANEW_MS ? letters : this.#typed + letters;
    this.#at = at;
    const place = placeOf(select, this.#typed);
    if (place < 0 || place === select.selectedIndex) return;
    select.selectedIndex = place;
    for (const type of ['input', 'change']) select.dispatchEvent(new Event(type, { bubbles: true }));
  }

  /** The next letter begins anew. */
  clear() {
    this.#at = -Infinity;
  }
}

/** @param {HTMLSelectElement} select @param {string} typed */
function placeOf({ options, selectedIndex }, typed) {
  const wanted = typed.trimStart().toLocaleLowerCase();
  if (!wanted) return -1;
  const first = [...wanted][0] ?? '';
  // The same letter again goes from one choice that begins with it to the next.
  const steps = [...wanted].every((letter) => letter === first);
  const all = [...options].map((_, n) => (selectedIndex + n + (steps ? 1 : 0) + options.length) % options.length);
  return all.find((place) => !options[place]?.disabled && options[place]?.text.trim().toLocaleLowerCase().startsWith(steps ? first : wanted)) ?? -1;
}
