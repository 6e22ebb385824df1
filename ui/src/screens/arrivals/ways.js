// What a button of the stage or its key does.

import { acknowledge, newBadge, paid } from './deeds.js';

/** @import { Attendee } from '../../../types/wire.js' */
/** @import { Arrivals } from './arrivals.js' */
/** @import { ActId } from './outcomes.js' */

/** What needs somebody whom it is done to. @type {Partial<Record<ActId, (arrivals: Arrivals, person: Attendee) => void>>} */
const WITH_PERSON = {
  open: (arrivals, person) => arrivals.outer.open(person.id),
  badge: newBadge,
  searchName: (arrivals, person) => arrivals.searchFor(person.name),
  substitute: (arrivals, person) => arrivals.openSubstitute(person),
  checkIn: (arrivals, person) => arrivals.checkIn({ attendee: person.id, direction: 'entry' }),
  again: (arrivals, person) => arrivals.checkIn({ attendee: person.id, direction: 'entry' }),
  exit: (arrivals, person) => arrivals.checkIn({ attendee: person.id, direction: 'exit' }),
  paid,
};

/** What needs nobody. @type {Partial<Record<ActId, (arrivals: Arrivals) => void>>} */
const ALONE = {
  undo: (arrivals) => arrivals.outer.undo(),
  colleagues: (arrivals) => arrivals.beside.colleagues.enter(),
  lead: (arrivals) => arrivals.hasLeadWays && arrivals.beside.lead.focus(),
  letIn: (arrivals) => arrivals.hasLeadWays && arrivals.beside.lead.focus(),
  search: (arrivals) => arrivals.searchFor(''),
  walkIn: (arrivals) => arrivals.openWalkIn(),
  answer: (arrivals) => arrivals.panel === 'questions' && arrivals.questions.save(),
  scope: (arrivals) => arrivals.outer.scope(),
  acknowledge,
};

/** @param {Arrivals} arrivals @param {ActId} id @returns {boolean} whether there was something to do */
export function goWay(arrivals, id) {
  const person = arrivals.person;
  if (person) WITH_PERSON[id]?.(arrivals, person);
  ALONE[id]?.(arrivals);
  return id in ALONE || (id in WITH_PERSON && Boolean(person));
}
