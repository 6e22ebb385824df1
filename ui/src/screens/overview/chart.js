// The chart of arrivals, drawn in Rust, and the same as a table.

import { el } from '../../parts/dom.js';
import { decimal, number, time } from '../../parts/format.js';
import { say } from '../../i18n/say.js';

/** @import { ArrivalsDay, ChartShape } from '../../../types/wire.js' */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * The chart as nodes of the page, so that its colours follow the theme (`overview.css`).
 *
 * @param {ArrivalsDay} day
 * @param {{ width: number, height: number }} size
 * @param {string} title
 */
export function chartPicture(day, { width, height }, title) {
  const sum = day.slots.reduce((total, slot) => total + slot.entries, 0);
  const text = day.busiest
    ? say('overview.chart.most', { title, time: time(day.busiest.at), n: number(day.busiest.entries), sum: number(sum) })
    : say('overview.chart.none', { title });
  return node('svg', { class: 'chart', role: 'img', 'aria-label': text, viewBox: `0 0 ${width} ${height}` }, ...day.shapes.map(shape));
}

/** @param {ChartShape} drawn */
function shape(drawn) {
  switch (drawn.kind) {
    case 'line':
      return node('polyline', { points: drawn.points.map((point) => point.join(',')).join(' '), stroke: drawn.colour, 'stroke-width': drawn.width, fill: 'none' });
    case 'rectangle':
      return node('rect', { x: drawn.x, y: drawn.y, width: drawn.width, height: drawn.height, fill: drawn.colour });
    case 'text':
      return node('text', { x: drawn.x, y: drawn.y, dy: drawn.down, 'text-anchor': drawn.across, 'font-size': drawn.size, fill: drawn.colour }, drawn.text);
  }
}

/** @param {string} tag @param {Record<string, string | number>} attributes @param {...(Node | string)} children */
function node(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
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
