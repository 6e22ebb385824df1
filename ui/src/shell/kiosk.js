// Kiosk mode as the page knows it: whether it is on, and in and out of it by the lead's word.

import { callShellAsLead } from '../host.js';

/** @import { KioskState } from '../../types/shell.js' */

/** @type {KioskState} */
let known = { on: false, kept: false, asked: false };
/** @type {(() => void)[]} */
const listeners = [];

export function kioskState() {
  return known;
}

/** Who wants to know when it changes. @param {() => void} listener */
export function onKiosk(listener) {
  listeners.push(listener);
}

/** @param {KioskState} state */
export function kioskIs(state) {
  known = state;
  document.documentElement.toggleAttribute('data-kiosk', state.on);
  for (const listener of listeners) listener();
}

/** Turns it on or off, now and at each start. @param {boolean} on */
export async function setKiosk(on) {
  kioskIs(await callShellAsLead('setKiosk', { on }));
}

/** Out of it until the next start: out of full screen, or (`end`) out of the program. @param {boolean} end */
export async function leaveKiosk(end) {
  kioskIs(await callShellAsLead('leaveKiosk', { end }));
}
