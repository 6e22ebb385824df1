// More guests than seats: by how many, and who came last. Nobody is thrown out by a screen.

import { bdi, el } from './dom.js';
import { time } from './format.js';
import { shownName } from './person.js';
import { sayNodes } from '../i18n/say.js';

/** @import { BeyondWire } from '../../types/wire.js' */

/** @param {BeyondWire} beyond */
export function lastIn(beyond) {
  const names = beyond.last.flatMap(({ attendee, at }, place) => [place ? ', ' : '', ...sayNodes('beyond.one', { name: bdi(shownName(attendee)), time: time(at) })]);
  return el('span', { class: 'soft small-text last-in' }, ...sayNodes('beyond.last', { names: el('span', {}, ...names) }));
}
