// What the stage does to the event beyond a single check-in: several people at once, a guest who is new or comes instead.

import { call } from '../../host.js';
import { say } from '../../i18n/say.js';

/** @import { Attendee, CheckInResult, Question } from '../../../types/wire.js' */
/** @import { Arrivals } from './arrivals.js' */
/** @import { Draft } from '../../panels/guest_form.js' */

/**
 * Checks in several people, one after the other. Whoever is refused needs somebody to look, so theirs is the answer; the
 * others are in all the same.
 *
 * @param {Arrivals} arrivals
 * @param {string[]} people
 */
export async function checkInAll(arrivals, people) {
  const { scope } = arrivals;
  /** @type {CheckInResult | null} */
  let refused = null;
  /** @type {CheckInResult | null} */
  let last = null;
  let group = 0;
  try {
    for (const attendee of people) {
      const answer = await call('checkIn', { ...scope, attendee });
      if (answer.outcome === 'admitted') {
        group += 1;
        last = answer;
      } else {
        refused ??= answer;
      }
    }
    const answer = refused ?? last;
    if (answer) {
      arrivals.shown = { answer, group: refused ? 1 : group, asked: { attendee: answer.attendee?.id, ...scope } };
      arrivals.showVerdict();
      arrivals.outer.answered();
    }
  } catch (problem) {
    arrivals.broke(problem);
  }
  await arrivals.desk.refresh();
}

/** Has paid: the status is set, and then it is tried again. @param {Arrivals} arrivals @param {Attendee} person */
export async function paid(arrivals, person) {
  if (!arrivals.shown) return;
  const { asked } = arrivals.shown;
  try {
    await call('setStatus', { attendee: person.id, status: 'confirmed', reason: say('paid.reason') });
    await arrivals.checkIn({ ...asked, attendee: person.id, text: undefined });
  } catch (problem) {
    arrivals.broke(problem);
  }
}

/** The alert of whoever is shown was seen. @param {Arrivals} arrivals */
export async function acknowledge(arrivals) {
  const { shown } = arrivals;
  if (!shown?.answer.attendee || !shown.answer.alert) return;
  try {
    const attendee = await call('acknowledgeAlert', { attendee: shown.answer.attendee.id });
    if (arrivals.shown === shown) {
      arrivals.shown = { ...shown, answer: { ...shown.answer, attendee, alert: undefined } };
      arrivals.showVerdict();
    }
    await arrivals.desk.refresh();
  } catch (problem) {
    arrivals.broke(problem);
  }
}

/** A badge on request. @param {Arrivals} arrivals @param {Attendee} person */
export async function newBadge(arrivals, person) {
  // Nobody wears "Gæst 2 af Nyborg Kommune".
  if (person.nameDue) return arrivals.askNameBeside(person);
  try {
    const job = await call('queueBadge', { attendee: person.id });
    arrivals.beside.badge.show(person, job);
    arrivals.lay('side', arrivals.beside.badge.element);
    await arrivals.desk.refresh();
  } catch (problem) {
    arrivals.broke(problem);
  }
}

/** The questions that may stay open and have no answer yet: asked of whoever has come in. @param {Question[]} questions @param {CheckInResult} answer */
export function openQuestions(questions, { outcome, session, attendee }) {
  if (outcome !== 'admitted' || session || !attendee || attendee.nameDue) return [];
  return questions.filter((question) => !question.required && !(question.id in attendee.answers));
}

/** What a guest who is in has answered. @param {Arrivals} arrivals @param {Record<string, string>} answers */
export async function saveAnswers(arrivals, answers) {
  const { shown } = arrivals;
  if (!shown?.answer.attendee) return;
  try {
    const attendee = Object.keys(answers).length ? await call('amendAttendee', { attendee: shown.answer.attendee.id, fields: { answers } }) : shown.answer.attendee;
    if (arrivals.shown === shown) {
      arrivals.shown = { ...shown, answer: { ...shown.answer, attendee } };
      arrivals.showVerdict({ ask: false });
    }
    await arrivals.desk.refresh();
  } catch (problem) {
    arrivals.broke(problem);
  }
}

/** What was asked of whoever is shown has its answers. @param {Arrivals} arrivals @param {Record<string, string>} answers */
export function answered(arrivals, answers) {
  if (!arrivals.shown) return;
  const { asked, answer } = arrivals.shown;
  arrivals.panel = null;
  if (answer.outcome === 'questionsDue') arrivals.checkIn({ ...asked, answers });
  else saveAnswers(arrivals, answers);
}

/** The lead lets in whoever was refused. @param {Arrivals} arrivals @param {string} reason */
export function letIn(arrivals, reason) {
  if (!arrivals.shown || !arrivals.verdict.isAwake) return;
  const { asked } = arrivals.shown;
  arrivals.checkIn({ ...asked, override: { reason } });
}

/**
 * What a ticket without a name is called; its badge has waited for that.
 *
 * @param {Arrivals} arrivals
 * @param {string} attendee
 * @param {{ givenName: string, familyName: string }} name
 */
export async function saveName(arrivals, attendee, name) {
  const person = await call('amendAttendee', { attendee, fields: name });
  arrivals.panel = null;
  const { shown } = arrivals;
  if (shown?.answer.attendee?.id === attendee) {
    const [printJob] = await call('printJobs', { attendee });
    arrivals.shown = { ...shown, answer: { ...shown.answer, attendee: person, printJob } };
    arrivals.showVerdict();
  } else {
    arrivals.toIdle();
    arrivals.outer.named(person);
  }
  arrivals.field.focus();
  await arrivals.desk.refresh();
}

/**
 * Puts a guest on the list: a new one, or one who comes instead of somebody.
 *
 * @param {Draft} draft
 * @param {Attendee | null} instead
 * @returns {Promise<Attendee>}
 */
function addGuest({ givenName, familyName, organisation, email, ticketType }, instead) {
  const fields = { givenName, familyName, organisation, email };
  const given = Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, text.trim()]).filter(([, text]) => text));
  if (instead) return call('substituteAttendee', { attendee: instead.id, ...given });
  return call('addWalkIn', { ...given, ...(ticketType ? { ticketType } : {}) });
}

/** A guest who was written into the form comes in. @param {Arrivals} arrivals @param {Draft} draft */
export async function saveGuest(arrivals, draft) {
  const person = await addGuest(draft, arrivals.form.replaces);
  arrivals.panel = null;
  await arrivals.checkIn({ attendee: person.id });
  arrivals.field.focus();
}
