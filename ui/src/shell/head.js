// Counter and clock.

import { el, fill, setText } from '../parts/dom.js';
import { number, shortDay, time } from '../parts/format.js';
import { say } from '../i18n/say.js';

/** @import { Desk } from '../desk.js' */

const SVG = 'http://www.w3.org/2000/svg';

/** A bar that is filled by `part` of 1. It is drawn, because the page allows no inline styles. @param {number} part */
export function bar(part) {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('class', 'bar');
  picture.setAttribute('aria-hidden', 'true');
  const rect = document.createElementNS(SVG, 'rect');
  rect.setAttribute('height', '100%');
  rect.setAttribute('width', `${(Math.min(1, Math.max(0, part)) * 100).toFixed(1)}%`);
  rect.setAttribute('rx', '4');
  picture.append(rect);
  return picture;
}

/** @param {HTMLElement} place @param {Desk} desk */
export function showCount(place, desk) {
  const counts = desk.counts;
  if (!counts) return fill(place);
  const session = counts.session;
  const [n, of] = session ? [session.taken, session.seats ?? session.registered] : [counts.arrived, counts.listed];
  const key = session ? (session.seats === undefined ? 'count.registered' : 'count.seats') : 'count.arrived';
  const [before, after] = say(key, { n: '\u0000', of: number(of) }).split('\u0000');
  const text = [before, el('span', { class: 'n' }, number(n)), el('span', { class: 'of' }, after)];
  fill(place, el('div', {}, ...text), bar(of ? n / of : 0));
}

/** @param {HTMLElement} place @param {Desk} desk */
export function showClock(place, desk) {
  const now = desk.now();
  if (!place.firstElementChild) fill(place, el('b'), el('small'));
  const [hour, date] = place.children;
  if (hour && date) {
    setText(hour, time(now));
    setText(date, shortDay(now));
  }
}
