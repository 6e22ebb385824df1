// Nobody is being served: the desk is ready, and shows the latest arrivals here.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { bridge, icon, shape } from '../../parts/icons.js';
import { sameDay, shortDay, time } from '../../parts/format.js';
import { badgeState, shownName } from '../../parts/person.js';
import { hasWord, say } from '../../i18n/say.js';
import { LOOKS } from './outcomes.js';

/** @import { Desk } from '../../desk.js' */
/** @import { LatestLine } from '../../../types/wire.js' */
/** @import { IconName } from '../../parts/icons.js' */

/** The idle screen. */
export function idle() {
  const way = /** @param {IconName} picture @param {string} word @param {string} [key] */ (picture, word, key) =>
    el('div', { class: 'way' }, icon(picture, 'large'), el('h2', {}, say(word), key ? [' ', cap(key)] : null), el('p', {}, say(`${word}.help`)));
  return el('section', { class: 'card flush idle' },
    el('div', { class: 'idle-words' },
      el('p', { class: 'ready' }, say('idle.title')),
      el('div', { class: 'ways-in' }, way('code', 'idle.scan'), way('keyboard', 'idle.type'), way('plus', 'idle.walkIn', 'F2'))),
    bridge());
}

export class Latest {
  element = el('section', { class: 'card flush fills latest' });
  #desk;
  #act;

  /** @param {Desk} desk @param {{ undo: () => void, open: (attendee: string) => void }} act */
  constructor(desk, act) {
    this.#desk = desk;
    this.#act = act;
    desk.on('latest', () => this.show());
  }

  show() {
    const lines = this.#desk.latest.slice(0, 6);
    const undo = el('button', { class: 'button quiet', type: 'button', 'aria-keyshortcuts': 'Control+Z', on: { click: () => this.#act.undo() } },
      icon('undo', 'small'), say('act.undo'), cap('Ctrl Z'));
    const head = el('div', { class: 'card-head' }, el('h2', {}, say('idle.recent')), lastOwnAct(this.#desk.latest) ? undo : null);
    fill(this.element, head, lines.length
      ? el('ul', {}, ...lines.map((line) => this.#line(line)))
      : el('p', { class: 'empty soft' }, say('idle.recent.empty')));
  }

  /** @param {LatestLine} line */
  #line(line) {
    const person = line.attendee;
    const state = stateOf(line, this.#desk.printsToFolder);
    const at = sameDay(line.at, this.#desk.now()) ? time(line.at) : shortDay(line.at);
    const name = person ? shownName(person) : say('fact.noName');
    const open = () => {
      if (person) this.#act.open(person.id);
    };
    return el('li', { class: line.undone ? 'void' : '' },
      el('button', { type: 'button', on: { click: open } },
        el('time', { datetime: line.at }, at), el('b', { class: 'cut' }, bdi(name)),
        el('span', { class: 'organisation cut' }, bdi(person?.organisation ?? '')),
        state ? el('span', { class: `mini ${state.kind}` }, shape(state.kind), state.text) : null));
  }
}

/**
 * What became of it: of an arrival its badge, of everything else the outcome.
 *
 * @param {LatestLine} line
 * @param {boolean} toFolder
 */
function stateOf(line, toFolder) {
  if (line.undone) return { kind: /** @type {const} */ ('off'), text: say('latest.undone') };
  if (line.kind === 'refused') {
    const look = LOOKS[/** @type {keyof typeof LOOKS} */ (line.outcome)];
    const short = `latest.${line.outcome}`;
    return { kind: look?.kind ?? 'unknown', text: say(hasWord(short) ? short : `outcome.${line.outcome}.word`) };
  }
  if (line.kind === 'exit') return { kind: /** @type {const} */ ('go'), text: say('latest.exit') };
  if (line.session) return { kind: /** @type {const} */ ('go'), text: say('latest.session') };
  return badgeState(line.badge, toFolder);
}

/** How long staff may undo what they did themselves, in ms. */
export const OWN_UNDO_MS = 15 * 60 * 1000;

/** The last act of this desk that stands and can be undone by one key. @param {LatestLine[]} latest @param {number} [now] */
export function lastOwnAct(latest, now = Date.now()) {
  return latest.find((line) => line.kind !== 'refused' && !line.undone && now - Date.parse(line.at) < OWN_UNDO_MS);
}
