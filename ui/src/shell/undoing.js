// The last act of this desk made void by one key, and offered for a while when its verdict makes room.

import { bdi } from '../parts/dom.js';
import { call, isProblem } from '../host.js';
import { shownName } from '../parts/person.js';
import { say, sayNodes } from '../i18n/say.js';
import { lastOwnAct } from '../screens/arrivals/idle.js';

/** @import { Problem } from '../../types/wire.js' */
/** @import { Desk } from '../desk.js' */
/** @import { Toast } from './toast.js' */

/** An act longer ago is not offered, in ms. */
const OFFERED_MS = 10_000;

export class Undoing {
  #desk;
  #toast;
  #outer;

  /** @param {Desk} desk @param {Toast} toast @param {{ broke: (problem: Problem) => void, toIdle: () => void }} outer */
  constructor(desk, toast, outer) {
    this.#desk = desk;
    this.#toast = toast;
    this.#outer = outer;
  }

  /** The verdict of the last check-in makes room for the next guest; undoing it stays one key away. */
  offer() {
    const last = lastOwnAct(this.#desk.latest);
    if (!last?.attendee || last.kind !== 'entry' || Date.now() - Date.parse(last.at) > OFFERED_MS) return;
    const name = bdi(shownName(last.attendee));
    this.#toast.show(sayNodes('toast.checkedIn', { name }), [{ text: say('act.undo'), key: 'Ctrl Z', shortcut: 'Control+Z', run: () => this.last() }]);
  }

  /** @returns {Promise<boolean>} whether nothing broke */
  async last() {
    const last = lastOwnAct(this.#desk.latest);
    if (!last) {
      this.#toast.show([say('undo.nothing')]);
      return true;
    }
    try {
      const undone = await call('undoCheckIn', { checkIn: last.record, reason: say('undo.reason.own') });
      const name = bdi(last.attendee ? shownName(last.attendee) : '');
      const text = sayNodes(last.kind === 'entry' && !last.session ? 'toast.undone' : 'toast.undone.other', { name });
      this.#outer.toIdle();
      this.#toast.show(undone.badge === 'takeBack' ? [...text, ' ', say('toast.undone.badge')] : text);
      await this.#desk.refresh();
      return true;
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#outer.broke(problem);
      return false;
    }
  }
}
