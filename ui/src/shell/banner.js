// The line under the head: what everybody at this desk has to know now. The worst that is known stands there; it goes by
// itself when its cause is gone.

import { setText } from '../parts/dom.js';
import { size, when } from '../parts/format.js';
import { say } from '../i18n/say.js';

/** @import { CheckWire } from '../../types/wire.js' */
/** @import { Desk } from '../desk.js' */

/** @typedef {{ key: string, how: 'stop' | 'decide' | 'rehearsal', words: Record<string, string> }} Told */

/** What is told of, the worst first: a check and what it found. What is not here is for the card in Settings only. */
const TOLD = ['file.gone', 'file.replaced', 'file.diskFull', 'file.notWritable', 'disk.full', 'clock.behind', 'clock.jumped', 'file.readOnly', 'clock.ahead', 'disk.little', 'list.old', 'medium.full', 'medium.failed', 'medium.other', 'medium.gone', 'medium.old', 'backup.old', 'retention.due'];

/**
 * What stands in the banner; null: nothing.
 *
 * @param {{ silent: boolean, rehearsal: boolean, checks: CheckWire[], now: number }} state
 * @returns {Told | null}
 */
export function told({ silent, rehearsal, checks, now }) {
  if (silent) return { key: 'banner.silent', how: 'stop', words: {} };
  const found = checks.filter((check) => check.state !== 'ok').map((check) => ({ check, key: `${check.check}.${check.found}` }));
  for (const key of TOLD) {
    const one = found.find((other) => other.key === key)?.check;
    if (!one) continue;
    const words = { size: one.bytes === undefined ? '' : size(one.bytes), when: one.at ? when(one.at, now) : say('time.never'), now: when(new Date(now).toISOString(), now) };
    return { key: `banner.${key}`, how: one.state === 'blocked' ? 'stop' : 'decide', words };
  }
  return rehearsal ? { key: 'banner.rehearsal', how: 'rehearsal', words: {} } : null;
}

export class Banner {
  #place;
  #desk;
  #isTyping;

  /** @param {HTMLElement} place @param {Desk} desk @param {() => boolean} isTyping whether somebody types: nothing may move then */
  constructor(place, desk, isTyping) {
    this.#place = place;
    this.#desk = desk;
    this.#isTyping = isTyping;
    for (const news of /** @type {const} */ (['silent', 'health', 'clock'])) desk.on(news, () => this.show());
  }

  show() {
    const { silent, info, health } = this.#desk;
    const is = told({ silent, rehearsal: info.rehearsal, checks: health, now: this.#desk.now() });
    // Room is made and taken only while nobody aims at anything; the clock asks again every second.
    if ((is === null) !== this.#place.hidden && this.#isTyping()) return;
    this.#place.hidden = is === null;
    if (!is) return setText(this.#place, '');
    this.#place.className = `banner ${is.how}`;
    this.#place.dataset.says = is.key;
    this.#place.setAttribute('aria-label', say('banner.label'));
    this.#place.setAttribute('aria-live', is.how === 'stop' ? 'assertive' : is.how === 'decide' ? 'polite' : 'off');
    setText(this.#place, say(is.key, is.words));
  }
}
