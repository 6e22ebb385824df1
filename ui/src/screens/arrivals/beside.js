// The right-hand side of Arrivals: which cards stand there, and how wide it is.

import { el, fill } from '../../parts/dom.js';
import { say } from '../../i18n/say.js';
import { OVERRIDABLE } from './outcomes.js';
import { BadgeCard, ColleaguesCard, LeadCard, fetchLeadCard, happenedCard, noteCard, wordsCard } from './side.js';

/** @import { CheckInResult } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */
/** @import { OutcomeKind } from './outcomes.js' */

/**
 * @typedef {object} BesideActs
 * @property {(people: string[]) => void} colleagues
 * @property {(reason: string) => void} letIn
 */

export class Beside {
  element = el('div', { class: 'side' });
  badge;
  colleagues;
  lead;
  #desk;
  #columns;
  #sizes;

  /** @param {HTMLElement} columns @param {Desk} desk @param {BesideActs} act */
  constructor(columns, desk, act) {
    this.#columns = columns;
    this.#desk = desk;
    this.badge = new BadgeCard(desk);
    this.colleagues = new ColleaguesCard(act.colleagues);
    this.lead = new LeadCard(act.letIn);
    // What scrolls can be reached by the keyboard; what does not is no stop on the way. In a frame of its own: what is changed
    // while sizes are being told of may change them again, and WebKit calls that an error.
    this.#sizes = new ResizeObserver(() => requestAnimationFrame(() => this.#stop()));
  }

  /** Whether the lead can do something about what is shown. */
  get hasLeadWays() {
    return this.element.contains(this.lead.element);
  }

  /**
   * `side`: cards beside the stage; `panel`: one wide panel; `whole`: nothing.
   *
   * @param {'side' | 'panel' | 'whole'} how
   * @param {...HTMLElement} cards
   */
  lay(how, ...cards) {
    this.#columns.className = `columns ${how === 'panel' ? 'with-panel' : ''} ${how === 'whole' ? 'whole' : ''}`;
    this.element.hidden = how === 'whole';
    this.element.className = how === 'panel' ? 'side panel-place' : 'side';
    const same = cards.length === this.element.childElementCount && cards.every((card, place) => this.element.children[place] === card);
    // Taking a card out of the page and putting it back would take the focus out of it.
    if (same) return;
    fill(this.element, ...cards);
    this.#sizes.disconnect();
    for (const card of [this.element, ...cards]) this.#sizes.observe(card);
  }

  #stop() {
    if (this.element.scrollHeight > this.element.clientHeight + 1) {
      this.element.setAttribute('tabindex', '0');
      this.element.setAttribute('role', 'region');
      this.element.setAttribute('aria-label', say('side.label'));
    } else {
      for (const name of ['tabindex', 'role', 'aria-label']) this.element.removeAttribute(name);
    }
  }

  /** Nothing here asks the kiosk any more. */
  rest() {
    this.badge.rest();
    this.colleagues.hide();
  }

  /**
   * What stands beside a verdict; empty: nothing is to be said.
   *
   * @param {CheckInResult} answer
   * @param {OutcomeKind} kind
   * @returns {HTMLElement[]}
   */
  cards(answer, kind) {
    const person = answer.attendee;
    this.rest();
    if (!person) return answer.outcome === 'forgedCode' ? [fetchLeadCard()] : [];
    if (kind === 'go') {
      if (answer.outcome !== 'admitted' || answer.session) return [];
      this.colleagues.show(person.id);
      if (!this.#desk.info.badges) return [this.colleagues.element];
      this.badge.show(person, answer.printJob);
      return [this.badge.element, this.colleagues.element];
    }
    const note = person.note ? [noteCard(person.note)] : [];
    const happened = happenedCard(person.id, this.#desk);
    if (kind === 'seen' && answer.reason !== 'eventFirst') {
      const other = answer.outcome === 'alreadyCheckedIn' ? [wordsCard(say('other.title'), [say('other.help')])] : [];
      return [...note, happened, ...other];
    }
    const offer = answer.outcome === 'cancelled' && answer.reason !== 'replaced' ? [wordsCard(say('substitute.offer.title'), [say('substitute.offer')])] : [];
    if (!OVERRIDABLE.includes(answer.outcome)) return [...note, ...offer, happened];
    this.lead.show(answer);
    return [...note, ...offer, this.lead.element];
  }
}
