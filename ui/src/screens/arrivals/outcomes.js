// What each outcome looks like and leads to: one table, and the sentences that go with it. Pure: an answer of the kiosk
// in, a description out; `verdict.js` shows it.

import { day, number, sameDay, time } from '../../parts/format.js';
import { say } from '../../i18n/say.js';
import { isWell } from '../printers/looks.js';

/** @import { Attendee, CheckInResult, SessionWire } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */
/** @import { SignName } from '../../parts/icons.js' */

/** @typedef {'go' | 'seen' | 'decide' | 'stop' | 'unknown'} OutcomeKind */

/**
 * @typedef {'undo' | 'badge' | 'open' | 'colleagues' | 'lead' | 'search' | 'searchName' | 'walkIn' | 'paid' | 'letIn' | 'substitute' | 'checkIn' | 'exit' | 'again' | 'scope' | 'answer' | 'acknowledge'} ActId
 */

/** @typedef {{ id: ActId, main?: boolean }} Way */

/**
 * @typedef {object} Look
 * @property {OutcomeKind} kind
 * @property {SignName} sign
 * @property {Way[]} ways the buttons, in order
 */

/** Kind, sign and ways on of every outcome. @satisfies {Record<string, Look>} */
export const LOOKS = {
  admitted: { kind: 'go', sign: 'tick', ways: [{ id: 'undo' }, { id: 'badge' }, { id: 'open' }] },
  departed: { kind: 'go', sign: 'out', ways: [{ id: 'undo' }, { id: 'again' }, { id: 'open' }] },
  alreadyCheckedIn: { kind: 'seen', sign: 'ticks', ways: [{ id: 'badge', main: true }, { id: 'search' }, { id: 'open' }] },
  notInside: { kind: 'seen', sign: 'outside', ways: [{ id: 'checkIn', main: true }, { id: 'open' }] },
  paymentDue: { kind: 'decide', sign: 'warning', ways: [{ id: 'paid', main: true }, { id: 'lead' }, { id: 'open' }] },
  waitlisted: { kind: 'decide', sign: 'warning', ways: [{ id: 'letIn' }, { id: 'open' }] },
  questionsDue: { kind: 'decide', sign: 'warning', ways: [{ id: 'answer', main: true }] },
  ambiguous: { kind: 'decide', sign: 'warning', ways: [{ id: 'search' }] },
  notInSession: { kind: 'decide', sign: 'warning', ways: [{ id: 'scope', main: true }, { id: 'letIn' }, { id: 'open' }] },
  sessionFull: { kind: 'decide', sign: 'warning', ways: [{ id: 'scope', main: true }, { id: 'letIn' }, { id: 'open' }] },
  tooEarly: { kind: 'decide', sign: 'warning', ways: [{ id: 'letIn' }, { id: 'scope' }, { id: 'open' }] },
  tooLate: { kind: 'decide', sign: 'warning', ways: [{ id: 'letIn' }, { id: 'scope' }, { id: 'open' }] },
  wrongTicketType: { kind: 'decide', sign: 'warning', ways: [{ id: 'scope', main: true }, { id: 'letIn' }, { id: 'open' }] },
  cancelled: { kind: 'stop', sign: 'barrier', ways: [{ id: 'lead', main: true }, { id: 'substitute' }, { id: 'open' }] },
  forgedCode: { kind: 'stop', sign: 'barrier', ways: [{ id: 'lead', main: true }, { id: 'search' }] },
  wrongEvent: { kind: 'stop', sign: 'barrier', ways: [{ id: 'search', main: true }, { id: 'walkIn' }] },
  revokedCode: { kind: 'stop', sign: 'barrier', ways: [{ id: 'searchName', main: true }, { id: 'badge' }, { id: 'open' }] },
  unknownCode: { kind: 'unknown', sign: 'question', ways: [{ id: 'search', main: true }, { id: 'walkIn' }] },
};

/** The outcomes that the lead may pass over, with a reason. */
export const OVERRIDABLE = ['cancelled', 'waitlisted', 'paymentDue', 'wrongTicketType', 'notInSession', 'tooEarly', 'tooLate', 'notInside', 'sessionFull', 'revokedCode'];

/** The key of each way on. @type {Record<ActId, { key: string, shortcut: string }>} */
export const WAY_KEYS = {
  undo: { key: 'Ctrl Z', shortcut: 'Control+Z' },
  badge: { key: 'F6', shortcut: 'F6' },
  open: { key: 'F4', shortcut: 'F4' },
  colleagues: { key: 'F9', shortcut: 'F9' },
  lead: { key: 'Ctrl L', shortcut: 'Control+L' },
  search: { key: 'F3', shortcut: 'F3' },
  searchName: { key: 'F7', shortcut: 'F7' },
  walkIn: { key: 'F2', shortcut: 'F2' },
  paid: { key: 'F7', shortcut: 'F7' },
  letIn: { key: 'F7', shortcut: 'F7' },
  substitute: { key: 'F7', shortcut: 'F7' },
  checkIn: { key: 'F7', shortcut: 'F7' },
  exit: { key: 'F7', shortcut: 'F7' },
  again: { key: 'F7', shortcut: 'F7' },
  answer: { key: 'F7', shortcut: 'F7' },
  scope: { key: 'F8', shortcut: 'F8' },
  acknowledge: { key: 'Ctrl K', shortcut: 'Control+K' },
};

/**
 * @typedef {object} Setting what the sentences need to know beside the answer
 * @property {number} now in ms
 * @property {string} desk the name of this desk
 * @property {SessionWire[]} sessions the programme
 * @property {string | null} session the scope
 * @property {(id: string) => string} ticketType
 * @property {string} text what was scanned; empty if a hit was chosen
 * @property {string | undefined} listAt when the list came
 * @property {number} [group] how many were admitted together
 * @property {boolean} [exits] whether people are checked out
 * @property {boolean} [badges] whether badges are printed
 * @property {string} [printer] the name of the printer that prints here; none: badges go to the folder
 */

/**
 * What the sentences need to know, as the desk knows it.
 *
 * @param {Desk} desk
 * @param {{ text?: string, session?: string }} asked
 * @param {number} group
 * @returns {Setting}
 */
export function settingOf(desk, asked, group = 1) {
  const { info, sessions } = desk;
  return {
    now: desk.now(),
    desk: info.desk?.name ?? '',
    sessions,
    session: asked.session ?? null,
    ticketType: (id) => desk.ticketType(id),
    text: asked.text ?? '',
    listAt: info.listAt,
    group,
    exits: info.exits,
    badges: info.badges,
    printer: (desk.printers.find((printer) => isWell(printer.state)) ?? desk.printers[0])?.name ?? '',
  };
}

/**
 * @typedef {object} Verdict
 * @property {OutcomeKind} kind
 * @property {SignName} sign
 * @property {string} word
 * @property {string} why
 * @property {string} step
 * @property {Way[]} ways
 * @property {{ icon: 'badge' | 'calendar' | 'file' | 'people', text: string }[]} facts
 * @property {string[]} lines what is said where no guest can be named
 * @property {string} read the text that was read; empty if it is of no use
 */

/**
 * @param {CheckInResult} answer
 * @param {Setting} setting
 * @returns {Verdict}
 */
export function describe(answer, setting) {
  const look = LOOKS[/** @type {keyof typeof LOOKS} */ (answer.outcome)];
  const sentences = { word: say(`outcome.${answer.outcome}.word`), ...SENTENCES[answer.outcome]?.(answer, setting) };
  return {
    kind: look.kind,
    sign: look.sign,
    word: sentences.word,
    why: sentences.why ?? '',
    step: sentences.step ?? '',
    ways: waysOf(answer, setting, look),
    facts: answer.attendee ? facts(answer.attendee, look.kind, setting) : [],
    lines: sentences.lines ?? [],
    read: answer.attendee ? '' : setting.text,
  };
}

/** @param {CheckInResult} answer @param {Setting} setting @param {Look} look @returns {Way[]} */
function waysOf(answer, setting, look) {
  /** @type {Way[]} */
  const out = setting.exits ? [{ id: 'exit' }] : [];
  if (answer.outcome === 'admitted' && setting.session) return [{ id: 'undo' }, ...out, { id: 'open' }];
  // Whoever left a session has no badge to be given; who is already in a session has one.
  if (answer.outcome === 'alreadyCheckedIn' && setting.session) return [...out, { id: 'search', main: true }, { id: 'open' }];
  if (answer.outcome === 'notInside' && answer.reason === 'eventFirst') return [{ id: 'scope', main: true }, { id: 'letIn' }, { id: 'open' }];
  if (answer.outcome === 'sessionFull' && !setting.session) return [{ id: 'letIn', main: true }, { id: 'open' }];
  if (answer.outcome === 'cancelled' && answer.reason === 'replaced') return [{ id: 'lead', main: true }, { id: 'open' }];
  return look.ways.filter((way) => (answer.attendee || !['open', 'badge', 'searchName'].includes(way.id)) && (way.id !== 'badge' || (setting.badges && !answer.attendee?.nameDue)));
}

/** What is to be done for somebody who is in: where the badge comes out, or lies. @param {CheckInResult} answer */
function admittedStep(answer) {
  if (answer.printJob?.comesFrom) return say('outcome.admitted.step', { printer: answer.printJob.comesFrom });
  if (answer.printJob) return say('outcome.admitted.step.pdf');
  const place = answer.attendee?.place;
  if (place) return say('badge.inBox', { box: place.box, n: number(place.row) });
  return say(answer.attendee?.nameDue ? 'outcome.admitted.step.name' : 'outcome.admitted.step.noBadge');
}

/** @param {Attendee} attendee @param {OutcomeKind} kind @param {Setting} setting @returns {Verdict['facts']} */
function facts(attendee, kind, setting) {
  /** @type {Verdict['facts']} */
  const all = [];
  if (attendee.ticketType) all.push({ icon: 'badge', text: setting.ticketType(attendee.ticketType) });
  // Whoever is in has been told where; to all others it is said beside the name.
  if (attendee.place && kind !== 'go') all.push({ icon: 'badge', text: say('badge.place', { box: attendee.place.box, n: number(attendee.place.row) }) });
  const refused = kind === 'decide' || kind === 'stop';
  if (refused && attendee.order) all.push({ icon: 'file', text: say('fact.order', { order: attendee.order }) });
  const session = chosenSession(attendee, setting);
  if (session && !(refused && attendee.order)) all.push({ icon: 'calendar', text: placeOf(session) });
  return all;
}

/** The session that this guest has chosen among several at one time. @param {Attendee} attendee @param {Setting} setting */
export function chosenSession(attendee, setting) {
  return setting.sessions.find((session) => session.registeredOnly && attendee.sessions.includes(session.id));
}

/** @param {SessionWire} session */
export function placeOf(session) {
  return session.room ? `${session.title} · ${session.room}` : session.title;
}

/** @typedef {{ word?: string, why?: string, step?: string, lines?: string[] }} Sentences */

/** @type {Record<string, (answer: CheckInResult, setting: Setting) => Sentences>} */
const SENTENCES = {
  admitted(answer, setting) {
    const at = time(answer.at ?? setting.now);
    if (answer.session) {
      const { title, seats, taken } = answer.session;
      const left = seats === undefined ? null : Math.max(0, seats - taken);
      return {
        word: say('outcome.admitted.session.word'),
        why: say('outcome.admitted.session.why', { session: title }),
        step: left === null ? say('outcome.admitted.step.noBadge') : say('outcome.admitted.step.seats', { n: left }),
      };
    }
    if ((setting.group ?? 1) > 1) {
      return { word: say('outcome.admitted.group.word', { n: setting.group ?? 1 }), why: say('outcome.admitted.why', { time: at }), step: setting.badges && setting.printer ? say('outcome.admitted.step', { printer: setting.printer }) : say(setting.badges ? 'outcome.admitted.step.pdf' : 'outcome.admitted.step.noBadge') };
    }
    return {
      why: say(answer.overridden ? 'outcome.admitted.overridden.why' : 'outcome.admitted.why', { time: at }),
      step: admittedStep(answer),
    };
  },
  departed: (answer, setting) => ({ why: say('outcome.departed.why', { time: time(answer.at ?? setting.now) }), step: say('outcome.departed.step') }),
  alreadyCheckedIn: (answer, setting) => ({ why: sinceWhen(answer, setting), step: say(setting.session ? 'outcome.alreadyCheckedIn.session.step' : 'outcome.alreadyCheckedIn.step') }),
  notInside: (answer) => (answer.reason === 'eventFirst'
    ? { why: say('outcome.notInside.eventFirst.why'), step: say('outcome.notInside.eventFirst.step') }
    : { why: say('outcome.notInside.why'), step: say('outcome.notInside.step') }),
  unknownCode(answer, { listAt }) {
    if (answer.reason === 'damagedCode') return { why: say('outcome.unknownCode.damaged.why'), step: say('outcome.unknownCode.damaged.step') };
    if (answer.reason === 'notOnThisDesk') return { why: say('outcome.unknownCode.notOnThisDesk.why'), step: say('outcome.unknownCode.step') };
    const lines = [say('outcome.unknownCode.help1')];
    if (listAt) lines.push(say('outcome.unknownCode.help2', { date: day(listAt) }));
    lines.push(say('outcome.unknownCode.help3'));
    if (listAt) lines.push(say('outcome.unknownCode.listAge', { date: day(listAt), time: time(listAt) }));
    return { why: say('outcome.unknownCode.why'), step: say('outcome.unknownCode.step'), lines };
  },
  forgedCode: () => ({ why: say('outcome.forgedCode.why'), step: say('outcome.forgedCode.step') }),
  wrongEvent: () => ({ why: say('outcome.wrongEvent.why'), step: say('outcome.wrongEvent.step') }),
  revokedCode: (answer) => ({
    why: answer.newerAt ? say('outcome.revokedCode.why', { time: time(answer.newerAt) }) : say('outcome.revokedCode.none.why'),
    step: say('outcome.revokedCode.step'),
  }),
  ambiguous: (answer) => ({ why: say('outcome.ambiguous.why', { n: answer.candidates?.length ?? 0 }), step: say('outcome.ambiguous.step') }),
  cancelled(answer) {
    const step = say('outcome.cancelled.step');
    if (answer.reason === 'replaced') return { why: say('outcome.cancelled.replaced.why'), step };
    return { why: answer.cancelledAt ? say('outcome.cancelled.why', { date: day(answer.cancelledAt) }) : say('outcome.cancelled.none.why'), step };
  },
  waitlisted: () => ({ why: say('outcome.waitlisted.none.why'), step: say('outcome.waitlisted.step') }),
  paymentDue: () => ({ why: say('outcome.paymentDue.why'), step: say('outcome.paymentDue.step') }),
  notInSession(answer, setting) {
    const registered = parallel(answer, setting).find((session) => answer.attendee?.sessions.includes(session.id));
    if (registered) {
      return {
        why: say('outcome.notInSession.why', { session: registered.title, room: registered.room }),
        step: say('outcome.notInSession.step', { room: registered.room || registered.title }),
      };
    }
    const scope = setting.sessions.find((session) => session.id === setting.session);
    return {
      why: say('outcome.notInSession.none.why', { time: time(scope?.starts ?? setting.now) }),
      step: elsewhere(answer, setting, 'outcome.notInSession.none.step') ?? say('outcome.tooLate.step'),
    };
  },
  sessionFull(answer, setting) {
    const scope = setting.sessions.find((session) => session.id === setting.session);
    const why = say('outcome.sessionFull.why', { taken: answer.taken ?? 0, seats: answer.seats ?? 0 });
    if (answer.reason === 'houseFull') return { word: say('outcome.sessionFull.house.word'), why, step: say('outcome.sessionFull.house.step') };
    return {
      why,
      step: elsewhere(answer, setting, 'outcome.sessionFull.step') ?? say('outcome.sessionFull.none.step', { time: time(scope?.starts ?? setting.now) }),
    };
  },
  tooEarly: (answer, setting) => ({
    why: say('outcome.tooEarly.why', { time: momentOf(answer.opens, setting) }),
    step: say('outcome.tooEarly.step', { time: momentOf(answer.opens, setting) }),
  }),
  tooLate: (answer, setting) => ({ why: say('outcome.tooLate.why', { time: momentOf(answer.closed, setting) }), step: say('outcome.tooLate.step') }),
  wrongTicketType(answer, setting) {
    const wanted = (answer.wanted ?? []).map(setting.ticketType).join(say('list.or'));
    const type = setting.ticketType(answer.attendee?.ticketType ?? '') || say('fact.noTicketType');
    return { why: say('outcome.wrongTicketType.why', { type, wanted }), step: say('outcome.wrongTicketType.none.step') };
  },
  questionsDue: (answer) => ({ why: say('outcome.questionsDue.why', { n: answer.questions?.length ?? 0 }), step: say('outcome.questionsDue.step') }),
};

/** When and where somebody came in: how long ago within the hour, the day if it was another one. @param {CheckInResult} answer @param {Setting} setting */
function sinceWhen(answer, setting) {
  if (!answer.first) return '';
  const { at, desk } = answer.first;
  const where = desk === setting.desk ? say('outcome.here') : desk;
  const seconds = Math.max(0, Math.round((setting.now - Date.parse(at)) / 1000));
  const fill = { time: time(at), desk: where, date: day(at) };
  if (!sameDay(at, setting.now)) return say('outcome.alreadyCheckedIn.why.day', fill);
  if (seconds < 60) return say('outcome.alreadyCheckedIn.why.seconds', { ...fill, n: seconds });
  if (seconds < 3600) return say('outcome.alreadyCheckedIn.why', { ...fill, n: Math.floor(seconds / 60) });
  return say('outcome.alreadyCheckedIn.why.hours', fill);
}

/** A moment today as its time, another day's with the day. @param {string | undefined} at @param {Setting} setting */
function momentOf(at, setting) {
  if (!at) return '';
  return sameDay(at, setting.now) ? time(at) : say('time.day', { date: day(at), time: time(at) });
}

/** The other sessions at the time of the scope's. @param {CheckInResult} _answer @param {Setting} setting */
function parallel(_answer, setting) {
  const scope = setting.sessions.find((session) => session.id === setting.session);
  if (!scope) return [];
  return setting.sessions.filter((other) => other.id !== scope.id && other.checkIn && other.starts < scope.ends && other.ends > scope.starts);
}

/** Where there are seats at the same time, in a session that this guest may enter. @param {CheckInResult} answer @param {Setting} setting @param {string} key */
function elsewhere(answer, setting, key) {
  const free = parallel(answer, setting).find((other) => {
    const mayEnter = !other.registeredOnly || answer.attendee?.sessions.includes(other.id);
    const hasType = !other.ticketTypes.length || other.ticketTypes.includes(answer.attendee?.ticketType ?? '');
    return mayEnter && hasType && (other.seats === undefined || other.taken < other.seats);
  });
  return free && say(key, { session: free.title, room: free.room });
}
