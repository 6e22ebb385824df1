// What the page makes of a report of `importList`, without drawing anything.

import { number } from '../../parts/format.js';
import { hasWord, say } from '../../i18n/say.js';

/** @import { ImportReport, ListColumn, ListEdit, Problem, Rejected, Warning } from '../../../types/wire.js' */

/** The fields a column can be, as `map` names them, in the order in which they are offered. */
export const FIELDS = /** @type {const} */ ([
  'first_name', 'middle_name', 'last_name', 'name', 'badge_name', 'organisation', 'title', 'email', 'phone', 'ticket_type', 'code',
  'order', 'status', 'paid', 'cancelled', 'language', 'note', 'attention', 'checked_in_at', 'price', 'no',
]);

/** One of these a list must have. */
export const NAMES = ['first_name', 'last_name', 'name'];

/** @type {Record<string, string>} */
const DELIMITERS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };

/** Kept under its own heading. */
export const OWN = '';

/**
 * What to ask for so that each column is what a person chose: nothing where that is the guess, else every field, so that
 * what was remembered of another list cannot come between.
 *
 * @param {ListColumn[]} guess the columns as they were taken without being asked for anything
 * @param {string[]} chosen the field of each column
 * @returns {Record<string, string>} field → heading; an empty heading: no column is this
 */
export function mapOf(guess, chosen) {
  /** @param {(place: number) => string} fieldOf @returns {Map<string, string>} */
  const headings = (fieldOf) => new Map(guess.map(({ heading }, place) => /** @type {[string, string]} */ ([fieldOf(place), heading])).filter(([field]) => field !== OWN).reverse());
  const before = headings((place) => guess[place]?.field ?? OWN);
  const after = headings((place) => chosen[place] ?? OWN);
  /** @type {Record<string, string>} */
  const map = {};
  const isSame = FIELDS.every((field) => before.get(field) === after.get(field));
  if (isSame) return map;
  for (const field of FIELDS) map[field] = after.get(field) ?? '';
  return map;
}

/**
 * The fields after one column was given another one: a field is in one column only.
 *
 * @param {string[]} chosen
 * @param {number} place
 * @param {string} field
 */
export function choose(chosen, place, field) {
  return chosen.map((other, at) => (at === place ? field : other === field ? OWN : other));
}

/**
 * The fields of the columns read anew, with other letters: what a person chose stays with its place.
 *
 * @param {ListColumn[]} before the columns as they were guessed before
 * @param {string[]} chosen the field of each of them
 * @param {ListColumn[]} after the columns as they are guessed now
 */
export function carried(before, chosen, after) {
  const guessed = /** @param {ListColumn[]} columns */ (columns) => columns.map(({ field }) => field ?? OWN);
  // Other letters can make other columns; then no place says which is which.
  if (before.length !== after.length) return guessed(after);
  const was = guessed(before);
  return chosen.reduce((fields, field, place) => (field === was[place] ? fields : choose(fields, place, field)), guessed(after));
}

/**
 * Cells that were put right, under the headings as they are read now.
 *
 * @param {ListEdit[]} edits
 * @param {ListColumn[]} before
 * @param {ListColumn[]} after
 */
export function carriedEdits(edits, before, after) {
  if (before.length !== after.length) return [];
  return edits.map((edit) => {
    const place = before.findIndex(({ heading }) => heading === edit.heading);
    return edit.heading === undefined ? edit : { ...edit, heading: after[place]?.heading ?? edit.heading };
  });
}

/** The longest text that is taken from the clipboard, in letters. */
export const MOST_PASTED = 5_000_000;

/** Why a pasted text is not read: it is not cut without a word. @param {string} text @returns {Problem | null} */
export function pasteFault(text) {
  if (text.length <= MOST_PASTED) return null;
  return { code: 'listTooLarge', message: say('list.paste.tooLong', { n: number(text.length), max: number(MOST_PASTED) }), hint: say('list.paste.tooLong.hint') };
}

/** Whether a name can be read. @param {string[]} chosen */
export function hasName(chosen) {
  return chosen.some((field) => NAMES.includes(field));
}

/** @param {Rejected} row */
export function whyRejected(row) {
  return say(`list.reason.${row.reason}`, { n: row.otherLine ?? '' });
}

/** @param {Warning} row */
export function whyWarned(row) {
  const plain = `list.warning.${row.reason}.plain`;
  return say(hasWord(plain) ? plain : `list.warning.${row.reason}`);
}

/** Rows with a remark; one row may have several. @param {Warning[]} warnings */
export function warnedRows(warnings) {
  return new Set(warnings.map(({ line }) => line)).size;
}

/** How many changes an import makes. @param {ImportReport} report */
export function changes(report) {
  return report.added + report.updated;
}

/** What an encoding is called. @param {string} encoding */
export function encodingName(encoding) {
  const key = `list.read.${encoding.replaceAll(' ', '_')}`;
  return hasWord(key) ? say(key) : encoding;
}

/** How the file was read, in words. @param {ImportReport} report */
export function howRead(report) {
  const parts = [encodingName(report.encoding)];
  const delimiter = report.delimiter && DELIMITERS[report.delimiter];
  if (delimiter) parts.push(say(`list.delimiter.${delimiter}`));
  else if (report.delimiter) parts.push(report.delimiter);
  if (report.sheet) parts.push(say('list.read.sheet', { sheet: report.sheet }));
  parts.push(say('list.read.header', { n: report.headerLine }));
  return parts.join(' · ');
}

/** The file's own name. @param {string} path */
export function fileName(path) {
  return path.split(/[/\\]/).at(-1) ?? path;
}
