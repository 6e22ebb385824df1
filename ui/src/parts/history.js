// The course of events of one guest, in words, from the records of the journal.

import { bdi, el } from './dom.js';
import { day, sameDay, time } from './format.js';
import { hasWord, say, sayNodes } from '../i18n/say.js';

/** @import { HistoryLine } from '../../types/wire.js' */
/** @import { Desk } from '../desk.js' */

/**
 * @typedef {object} Told
 * @property {string} record
 * @property {string} kind
 * @property {string} at
 * @property {string} short the time alone, or the day if it was another one
 * @property {string} long day and time
 * @property {(Node | string)[]} text
 * @property {boolean} undone
 * @property {boolean} undoable whether `undo` may name it
 * @property {boolean} isEntry whether it is a check-in of the whole event
 */

/** What is of no interest at the desk: the attempt is told by its end. */
const UNTOLD = ['badgeAttempt', 'desk', 'settings'];
/** The acts that `undo` may name; the rest answers `notUndoable`. */
const UNDOABLE = ['checkIn', 'amended', 'substituted', 'walkIn', 'joined'];

/**
 * The lines that are told, newest first.
 *
 * @param {HistoryLine[]} history as `getAttendee` gives it
 * @param {Desk} desk
 * @returns {Told[]}
 */
export function historyLines(history, desk) {
  const now = desk.now();
  // A badge that came out, or did not, is told by that.
  const ended = new Set(history.filter((line) => line.kind === 'badgeEnd').map((line) => line.job));
  return history
    .filter((line) => !UNTOLD.includes(line.kind) && !(line.kind === 'badgeQueued' && ended.has(line.record)))
    .map((line) => ({
      record: line.record,
      kind: line.kind,
      at: line.at,
      short: sameDay(line.at, now) ? time(line.at) : day(line.at),
      long: sameDay(line.at, now) ? say('time.todayShort', { time: time(line.at) }) : say('time.dayShort', { date: day(line.at), time: time(line.at) }),
      text: textOf(line, desk),
      undone: Boolean(line.undone),
      undoable: UNDOABLE.includes(line.kind) && !line.undone,
      isEntry: line.kind === 'checkIn' && line.direction !== 'exit' && !sessionOf(line),
    }))
    // They come in the order in which they took place.
    .reverse();
}

/** @param {HistoryLine} line @param {Desk} desk @returns {(Node | string)[]} */
function textOf(line, desk) {
  const where = [line.desk, line.staff].filter(Boolean).flatMap((text) => [', ', bdi(text)]);
  switch (line.kind) {
    case 'checkIn': {
      const session = desk.sessions.find((one) => one.id === sessionOf(line));
      const word = say(line.direction === 'exit' ? 'history.exit' : 'history.entry');
      const reason = overrideReason(line);
      return [el('b', {}, word), session ? [' · ', bdi(session.title)] : [], where, reason ? [' · ', bdi(reason)] : []].flat();
    }
    case 'refused':
      return [el('span', {}, say('history.refused', { outcome: say(`outcome.${line.outcome}.word`) })), ...where];
    case 'amended':
      return [...sayNodes('history.amended', { fields: el('span', {}, ...changesOf(line, desk)) }), ...where];
    case 'badgeEnd':
      return [say(`history.badge.${line.end ?? 'unknown'}`)];
    case 'reissued':
    case 'undone':
      return [say(`history.${line.kind}`), line.reason ? [': ', bdi(String(line.reason))] : [], where].flat();
    default:
      return [say(hasWord(`history.${line.kind}`) ? `history.${line.kind}` : 'history.other'), ...(line.kind === 'listed' ? [] : where)];
  }
}

/** @param {HistoryLine} line */
function sessionOf(line) {
  const scope = /** @type {{ session?: string } | string | undefined} */ (line.scope);
  if (typeof scope === 'object' && scope) return scope.session ?? '';
  return typeof line.session === 'string' ? line.session : '';
}

/** @param {HistoryLine} line */
function overrideReason(line) {
  const overridden = /** @type {{ reason?: string } | undefined} */ (line.overridden);
  return typeof overridden === 'object' ? (overridden?.reason ?? '') : typeof line.reason === 'string' ? line.reason : '';
}

/** Of these the new value is told; contact data, notes and answers are named only. */
const TOLD_VALUES = ['givenName', 'familyName', 'badgeName', 'organisation', 'title', 'ticketType', 'status'];

/** What was changed, and into what. @param {HistoryLine} line @param {Desk} desk @returns {(Node | string)[]} */
function changesOf(line, desk) {
  const fields = line.fields && typeof line.fields === 'object' ? Object.entries(line.fields) : [];
  // The whole name goes with its parts.
  const told = fields.filter(([field]) => field !== 'name' || fields.length === 1);
  return told.flatMap(([field, value], place) => {
    const name = (hasWord(`field.${field}`) ? say(`field.${field}`) : field).toLocaleLowerCase();
    const text = typeof value !== 'string' || !TOLD_VALUES.includes(field) ? '' : field === 'ticketType' ? desk.ticketType(value) : field === 'status' && hasWord(`status.${value}`) ? say(`status.${value}`) : value;
    return [place ? ', ' : '', name, ...(text ? [' ', bdi(text)] : [])];
  });
}
