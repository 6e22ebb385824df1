// A printer that has not said whether a badge came out: somebody who stands there knows.

import { bdi } from '../parts/dom.js';
import { call, isProblem } from '../host.js';
import { shownName } from '../parts/person.js';
import { say, sayNodes } from '../i18n/say.js';

/** @import { PrintJob, Problem } from '../../types/wire.js' */
/** @import { Desk } from '../desk.js' */
/** @import { Toast } from './toast.js' */

export class UnknownBadges {
  #desk;
  #toast;
  #outer;
  /** Jobs that were asked about. @type {Set<string>} */
  #asked = new Set();

  /** @param {Desk} desk @param {Toast} toast @param {{ broke: (problem: Problem) => void, done: () => void }} outer */
  constructor(desk, toast, outer) {
    this.#desk = desk;
    this.#toast = toast;
    this.#outer = outer;
    desk.on('printing', () => this.ask(false));
  }

  /** Asks about the newest badge that nobody knows of. @param {boolean} again also if it was asked about before */
  async ask(again) {
    const job = this.#desk.printing?.unknown.find((one) => again || !this.#asked.has(one.id));
    if (!job || (this.#toast.isShown && !again)) return;
    this.#asked.add(job.id);
    try {
      const person = await call('getAttendee', { attendee: job.attendee });
      const answer = /** @param {boolean} cameOut */ (cameOut) => ({
        text: say(cameOut ? 'act.cameOut' : 'act.notOut'),
        run: () => this.#answer(job, cameOut),
      });
      this.#toast.show(sayNodes('printer.ask', { name: bdi(shownName(person)) }), [answer(true), answer(false)], { stays: true });
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
    }
  }

  /** @param {PrintJob} job @param {boolean} cameOut */
  async #answer(job, cameOut) {
    try {
      await call('answerJob', { job: job.id, cameOut });
      if (!cameOut) await call('queueBadge', { attendee: job.attendee });
      await this.#desk.refresh();
      this.#outer.done();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#outer.broke(problem);
    }
  }
}
