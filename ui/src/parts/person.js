// How a guest is shown: name, place of work, status. The same everywhere.

import { bdi, el } from './dom.js';
import { time } from './format.js';
import { shape } from './icons.js';
import { say } from '../i18n/say.js';

/** @import { Attendee } from '../../types/wire.js' */
/** @import { ShapeName } from './icons.js' */

/** What the badge says before what the list says. @param {{ name: string, badgeName: string }} person */
export function shownName(person) {
  return person.badgeName || person.name;
}

/**
 * Where somebody stands: expected, arrived, refused.
 *
 * @param {Attendee} person
 * @returns {{ kind: ShapeName | '', text: string }}
 */
export function statusOf(person) {
  if (person.presence === 'left') return { kind: 'seen', text: say('status.left', { time: time(lastTime(person)) }) };
  if (person.firstEntry && person.presence === 'inside') return { kind: 'seen', text: say('status.arrived', { time: time(person.firstEntry.at) }) };
  if (person.status === 'cancelled') return { kind: 'stop', text: say('status.cancelled') };
  if (person.status === 'paymentDue') return { kind: 'decide', text: say('status.paymentDue') };
  if (person.status === 'waitlisted') return { kind: 'decide', text: say('status.waitlisted') };
  return { kind: '', text: say('status.expected') };
}

/** When somebody who left came: the list of people has no time of leaving. @param {Attendee} person */
function lastTime(person) {
  return person.firstEntry?.at ?? Date.now();
}

/** The status as a pill; who is just expected has no pill, only the word. @param {Attendee} person @param {string} [className] */
export function statusPill(person, className = '') {
  const { kind, text } = statusOf(person);
  return kind
    ? el('span', { class: `pill ${kind} ${className}` }, shape(kind), text)
    : el('span', { class: `soft small-text ${className}` }, text);
}

/** The beginning of an e-mail address, enough to tell two people apart. @param {string} email */
export function startOfEmail(email) {
  const [local] = email.split('@');
  return local ? `${local}@…` : '';
}

/** Title and organisation in one line. @param {Attendee} person @param {{ organisationFirst?: boolean }} [how] */
export function workLine(person, how = {}) {
  const parts = how.organisationFirst ? [person.organisation, person.title] : [person.title, person.organisation];
  return parts.filter(Boolean).flatMap((text, place) => [place ? ' · ' : '', bdi(text)]);
}

/** The state of a badge in words that are true: a PDF is not printed, it is saved. @param {string} badge @param {boolean} toFolder @returns {{ kind: ShapeName, text: string } | null} */
export function badgeState(badge, toFolder) {
  switch (badge) {
    case 'queued':
    case 'sent':
      return { kind: 'off', text: say('badge.queued') };
    case 'printed':
    case 'confirmed':
      return { kind: 'go', text: say(toFolder ? 'badge.saved' : 'badge.printed') };
    case 'unknown':
      return { kind: 'unknown', text: say('badge.unknown') };
    case 'failed':
      return { kind: 'stop', text: say('badge.failed') };
    default:
      return null;
  }
}
