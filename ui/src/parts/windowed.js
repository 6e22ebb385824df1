// A table of very many rows of which only those in sight are drawn. All rows have one height; the sums around it are exact.
//
//   const table = windowedTable({ label, head: [th, th], count: 10_000, row: (place) => [td, td] });
//
// With `act` a row is chosen by the arrow keys and acted on by Space or Enter, so that Tab passes over the table as one
// stop, however long it is.

import { el, fill } from './dom.js';

/** Height of a row, in rem; `list.css` has the same. */
const ROW_REM = 2.75;
/** Rows drawn above and below what is in sight. */
const BEYOND = 12;

/**
 * @typedef {object} Windowed
 * @property {string} label
 * @property {string} keep what the focus is kept by
 * @property {HTMLElement[]} head cells of the head
 * @property {number} count
 * @property {(place: number) => (HTMLElement | null)[]} row cells of a row; a place that is not known yet gives empty ones
 * @property {(place: number) => Record<string, unknown>} [props] attributes of a row
 * @property {(place: number) => void} [act] Space, Enter or a click on the row
 * @property {number} [chosen] the row that the arrow keys stand on
 * @property {number} [top] how far down it was, in px
 * @property {(place: number, top: number) => void} [moved] the row chosen, and how far down it is
 * @property {(from: number, to: number) => void} [seen] which rows are in sight
 */

let tables = 0;

/** @param {Windowed} given */
export function windowedTable({ label, keep, head, count, row, props, act, chosen = 0, top = 0, moved, seen }) {
  const id = `rows-${++tables}`;
  const body = el('tbody');
  let at = Math.min(chosen, Math.max(0, count - 1));
  const table = el('table', { role: act ? 'grid' : null, class: 'windowed', tabindex: act ? 0 : null, 'aria-label': label, 'aria-rowcount': count + 1, 'data-keep': act ? keep : null },
    el('thead', {}, el('tr', { 'aria-rowindex': 1 }, ...head)), body);
  const scroller = el('div', { class: 'scrolls', tabindex: act ? null : 0, role: 'group', 'aria-label': label, 'data-keep': act ? null : keep }, table);
  const rowPx = () => ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
  let drawn = '';

  const draw = () => {
    const px = rowPx();
    // Before it is in the page it has no height yet.
    const height = scroller.clientHeight || 600;
    const from = Math.max(0, Math.floor(scroller.scrollTop / px) - BEYOND);
    const to = Math.min(count, Math.ceil((scroller.scrollTop + height) / px) + BEYOND);
    const now = `${from}-${to}-${at}`;
    if (now === drawn) return;
    drawn = now;
    seen?.(from, to);
    const spacer = /** @param {number} rows */ (rows) => (rows > 0 ? el('tr', { class: 'spacer', 'aria-hidden': 'true' }, filler(head.length, rows * px)) : null);
    const rows = Array.from({ length: to - from }, (_, nth) => {
      const place = from + nth;
      const element = el('tr', { id: `${id}-${place}`, 'aria-rowindex': place + 2, 'aria-selected': act ? String(place === at) : null, class: act && place === at ? 'chosen' : '', ...props?.(place) }, ...row(place).filter((cell) => cell !== null));
      if (act) {
        element.addEventListener('click', () => {
          at = place;
          moved?.(at, scroller.scrollTop);
          act(place);
        });
      }
      return element;
    });
    fill(body, spacer(from), ...rows, spacer(count - to));
    if (act && count > 0) table.setAttribute('aria-activedescendant', `${id}-${at}`);
  };

  /** @param {number} place */
  const go = (place) => {
    at = Math.max(0, Math.min(count - 1, place));
    const px = rowPx();
    const head = px;
    if (at * px < scroller.scrollTop) scroller.scrollTop = at * px;
    else if ((at + 1) * px + head > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = (at + 1) * px + head - scroller.clientHeight;
    moved?.(at, scroller.scrollTop);
    draw();
  };

  scroller.addEventListener('scroll', () => {
    moved?.(at, scroller.scrollTop);
    draw();
  });
  if (act) {
    table.addEventListener('keydown', (event) => {
      const page = Math.max(1, Math.floor(scroller.clientHeight / rowPx()) - 2);
      /** @type {Record<string, number>} */
      const steps = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1 };
      const step = steps[event.key];
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (step !== undefined) go(step);
      else if (event.key === ' ' || event.key === 'Enter') act(at);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
  draw();
  requestAnimationFrame(() => {
    scroller.scrollTop = top;
    drawn = '';
    draw();
  });
  return { element: scroller, redraw: () => { drawn = ''; draw(); } };
}

/** @param {number} columns @param {number} height */
function filler(columns, height) {
  const cell = el('td', { colspan: columns });
  cell.style.setProperty('block-size', `${height}px`);
  return cell;
}
