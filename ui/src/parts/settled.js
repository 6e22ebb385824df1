// Choosing from a list by typing what an entry begins with: the letters on the way choose other entries.

/** Letters that follow within this time are one word: a list of the browser's forgets it after a second. In ms. */
const TYPING_MS = 1000;

/**
 * What a list of choices listens to, so that a choice counts at once when it was made by mouse or arrows, and once the word
 * has come to its end when letters made it: what is chosen by its first letter alone must change nothing, and the list
 * must be the same one for the letters that follow.
 *
 * @param {(value: string) => void} choose
 */
export function onceSettled(choose) {
  let lastLetter = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  /** @param {HTMLSelectElement} list */
  const settle = (list) => {
    clearTimeout(waiting);
    waiting = undefined;
    if (list.isConnected) choose(list.value);
  };
  /** @param {HTMLSelectElement} list */
  const wait = (list) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => settle(list), TYPING_MS);
  };
  return {
    keydown: (/** @type {KeyboardEvent & { currentTarget: HTMLSelectElement }} */ event) => {
      if (event.key.length > 1) return;
      lastLetter = event.timeStamp;
      if (waiting !== undefined) wait(event.currentTarget);
    },
    change: (/** @type {Event & { currentTarget: HTMLSelectElement }} */ event) => (event.timeStamp - lastLetter < TYPING_MS ? wait : settle)(event.currentTarget),
    // Whatever has the focus next gets it before the page is drawn anew.
    blur: (/** @type {FocusEvent & { currentTarget: HTMLSelectElement }} */ event) => {
      const list = event.currentTarget;
      if (waiting !== undefined) setTimeout(() => waiting !== undefined && settle(list));
    },
  };
}
