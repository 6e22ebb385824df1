// What each screen beside Arrivals can do for the window around it.

/**
 * @typedef {object} Page a screen beside Arrivals
 * @property {HTMLElement} element
 * @property {() => void} show says everything again
 * @property {() => void} open it has come up
 * @property {() => boolean} [escape] one step back, if there is one
 * @property {() => boolean} [names] whether it shows people now; one that does not say is taken to
 * @property {(event: KeyboardEvent, inText: boolean) => boolean} [key] a key that is its own, wherever the focus is
 */

export {};
