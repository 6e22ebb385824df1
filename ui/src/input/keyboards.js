// What a check-in is told of a scanned text, beside the text: what came before it, and what is known of the keyboards.

/** @import { CheckInParams } from '../../types/wire.js' */
/** @import { ScannerSettings } from '../../types/shell.js' */

/** Two keyboards that agree, whichever they are: what was read is what is meant. */
const AGREE = { scanner: 'us', computer: 'us' };

/**
 * What to ask of whoever a scanned text means. A text that nobody typed, and one of a scanner whose test said that it agrees with
 * the computer, is not tried on other keyboards: the code that it would be there may be somebody else's.
 *
 * @param {string} text
 * @param {string[] | undefined} before what came just before, in pieces
 * @param {boolean} typed whether it came through the keyboard
 * @param {ScannerSettings} scanners what the desk has learnt
 * @returns {Pick<CheckInParams, 'text' | 'before' | 'keyboards'>}
 */
export function asScanned(text, before, typed, scanners) {
  const isTested = scanners.ending !== undefined;
  const keyboards = typed ? (scanners.keyboards ?? (isTested ? AGREE : undefined)) : AGREE;
  return { text, ...(before?.length ? { before } : {}), ...(keyboards ? { keyboards } : {}) };
}
