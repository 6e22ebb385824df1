// What the stage does to the event beyond a single check-in: several people at once, a guest who is new or comes instead.

import { call } from '../../host.js';

/** @import { Attendee, CheckInParams, CheckInResult } from '../../../types/wire.js' */
/** @import { Draft } from '../../panels/guest_form.js' */

/**
 * Checks in several people, one after the other. Whoever is refused needs somebody to look, so theirs is the answer; the
 * others are in all the same.
 *
 * @param {string[]} people
 * @param {Partial<CheckInParams>} scope
 * @returns {Promise<{ answer: CheckInResult, group: number } | null>}
 */
export async function checkInAll(people, scope) {
  /** @type {CheckInResult | null} */
  let refused = null;
  /** @type {CheckInResult | null} */
  let last = null;
  let group = 0;
  for (const attendee of people) {
    const answer = await call('checkIn', { ...scope, attendee });
    if (answer.outcome === 'admitted') {
      group += 1;
      last = answer;
    } else {
      refused ??= answer;
    }
  }
  if (refused) return { answer: refused, group: 1 };
  return last && { answer: last, group };
}

/**
 * Puts a guest on the list: a new one, or one who comes instead of somebody.
 *
 * @param {Draft} draft
 * @param {Attendee | null} instead
 * @returns {Promise<Attendee>}
 */
export function addGuest({ givenName, familyName, organisation, email, ticketType }, instead) {
  const fields = { givenName, familyName, organisation, email };
  const given = Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, text.trim()]).filter(([, text]) => text));
  if (instead) return call('substituteAttendee', { attendee: instead.id, ...given });
  return call('addWalkIn', { ...given, ...(ticketType ? { ticketType } : {}) });
}
