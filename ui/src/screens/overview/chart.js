// The chart of arrivals, drawn in Rust, and the same as a table.

import { el } from '../../parts/dom.js';
import { decimal, number, time } from '../../parts/format.js';
import { say } from '../../i18n/say.js';

/** @import { ArrivalsDay } from '../../../types/wire.js' */

/**
 * The chart as a node of the page, so that its colours follow the theme (`overview.css`). It holds numbers and times
 * only, and neither style nor script.
 *
 * @param {ArrivalsDay} day
 * @param {string} title
 */
export function chartPicture(day, title) {
  const drawn = new DOMParser().parseFromString(day.chart, 'image/svg+xml').documentElement;
  const picture = document.importNode(drawn, true);
  const sum = day.slots.reduce((total, slot) => total + slot.entries, 0);
  const text = day.busiest
    ? say('overview.chart.most', { title, time: time(day.busiest.at), n: number(day.busiest.entries), sum: number(sum) })
    : say('overview.chart.none', { title });
  picture.setAttribute('class', 'chart');
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', text);
  return picture;
}

/** @param {ArrivalsDay} day */
export function slotTable(day) {
  const hasExpected = day.slots.some((slot) => slot.expected !== undefined);
  const head = el('tr', {}, el('th', { scope: 'col' }, say('overview.table.time')), el('th', { scope: 'col' }, say('overview.legend.arrived')),
    hasExpected ? el('th', { scope: 'col' }, say('overview.legend.expected')) : null);
  const rows = day.slots.map((slot) =>
    el('tr', {}, el('th', { scope: 'row' }, time(slot.at)), el('td', {}, number(slot.entries)), hasExpected ? el('td', {}, decimal(slot.expected ?? 0)) : null));
  return el('div', { class: 'slot-table', tabindex: '0', role: 'region', 'aria-label': say('overview.chart') },
    el('table', {}, el('thead', {}, head), el('tbody', {}, ...rows)));
}
