// What a printer's state looks like: its kind, and so colour and shape, and its word. One table, for cards and lamps.

import { say } from '../../i18n/say.js';

/** @import { ShapeName } from '../../parts/icons.js' */

/** States in which somebody has to do something at the printer. */
const AT_PRINTER = ['paperOut', 'coverOpen', 'jam', 'supplyOut', 'wrongMedia', 'refused', 'noPermission', 'certificate', 'folderNotWritable', 'diskFull'];

/** The kind of a state; what is not known to be well never looks well. @param {string} state @returns {ShapeName} */
export function kindOf(state) {
  if (state === 'ready' || state === 'printing') return 'go';
  if (state === 'paused' || state === 'stopped') return 'decide';
  if (state === 'starting') return 'off';
  return AT_PRINTER.includes(state) ? 'stop' : 'unknown';
}

/** Whether it prints what comes. @param {string} state */
export function isWell(state) {
  return kindOf(state) === 'go';
}

/** @param {string} state */
export function wordOf(state) {
  return say(`printerState.${state}`);
}
