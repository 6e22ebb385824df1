// Millimetres and dots of the designer: how large a badge is shown, and where a part comes to lie that is dragged.

/** @typedef {{ left: number, top: number, width: number, height: number }} Box in millimetres */
/** @typedef {{ x: number[], y: number[] }} Edges in millimetres: where something lies that a part may lie along */
/** @typedef {'move' | 'nw' | 'ne' | 'sw' | 'se'} Hold what of a part is dragged */

const MM_PER_INCH = 25.4;
/** What the kiosk draws for a screen. */
const DPI = { least: 36, most: 600 };
/** The grid that a dragged part lies on. */
const GRID_MM = 2;
/** An edge this near is meant. */
const NEAR_MM = 0.9;
/** No box is smaller. */
const LEAST_MM = 1;

/**
 * The finest whole resolution at which the badge fits: each dot of its picture is then one dot of the screen.
 *
 * @param {{ width: number, height: number }} badge in millimetres
 * @param {{ width: number, height: number }} room in dots
 */
export function zoomFor(badge, room) {
  const dpi = Math.floor(Math.min(room.width / badge.width, room.height / badge.height) * MM_PER_INCH);
  return Math.min(DPI.most, Math.max(DPI.least, dpi));
}

/** Dots of a length at a resolution, as the kiosk rounds them. @param {number} mm @param {number} dpi */
export function dots(mm, dpi) {
  return Math.round((mm * dpi) / MM_PER_INCH);
}

/** @param {number} px @param {number} dpi */
export function millimetres(px, dpi) {
  return (px * MM_PER_INCH) / dpi;
}

/** To the tenth of a millimetre, as the fields show it. @param {number} mm */
export function tenth(mm) {
  return Math.round(mm * 10) / 10;
}

/** Where parts may lie along: the badge's edges and middle, and the edges of the other parts. @param {{ width: number, height: number }} badge @param {Box[]} others @returns {Edges} */
export function edges(badge, others) {
  return {
    x: [0, badge.width / 2, badge.width, ...others.flatMap((box) => [box.left, box.left + box.width])],
    y: [0, badge.height / 2, badge.height, ...others.flatMap((box) => [box.top, box.top + box.height])],
  };
}

/**
 * The place nearest to `at`: along an edge if one is near, else on the grid.
 *
 * @param {number} at
 * @param {number[]} along
 * @returns {{ at: number, edge: number | null }}
 */
export function snap(at, along) {
  const near = along.filter((edge) => Math.abs(edge - at) <= NEAR_MM).sort((a, b) => Math.abs(a - at) - Math.abs(b - at))[0];
  return near === undefined ? { at: Math.round(at / GRID_MM) * GRID_MM, edge: null } : { at: near, edge: near };
}

/**
 * The nearer of a part's two sides decides where it lies.
 *
 * @param {number} start
 * @param {number} length
 * @param {number[]} along
 */
function snapPair(start, length, along) {
  const [first, last] = [snap(start, along), snap(start + length, along)];
  const isLast = last.edge !== null && (first.edge === null || Math.abs(last.at - start - length) < Math.abs(first.at - start));
  return isLast ? { at: last.at - length, edge: last.edge } : first;
}

/**
 * Where a part lies that was dragged so far. `free`: to the tenth of a millimetre, along nothing.
 *
 * @param {Box} from
 * @param {{ x: number, y: number }} by in millimetres
 * @param {Hold} hold
 * @param {{ width: number, height: number }} badge
 * @param {Edges} along
 * @param {boolean} free
 * @returns {{ box: Box, along: { x: number | null, y: number | null } }}
 */
export function dragged(from, by, hold, badge, along, free) {
  const loose = /** @param {number} at */ (at) => ({ at: tenth(at), edge: null });
  if (hold === 'move') {
    const x = free ? loose(from.left + by.x) : snapPair(from.left + by.x, from.width, along.x);
    const y = free ? loose(from.top + by.y) : snapPair(from.top + by.y, from.height, along.y);
    return { box: onto({ ...from, left: x.at, top: y.at }, badge), along: { x: x.edge, y: y.edge } };
  }
  const place = free ? loose : /** @param {number} at @param {number[]} lines */ (at, lines) => snap(at, lines);
  const [west, north] = [hold.endsWith('w'), hold.startsWith('n')];
  const x = place((west ? from.left : from.left + from.width) + by.x, along.x);
  const y = place((north ? from.top : from.top + from.height) + by.y, along.y);
  const right = from.left + from.width;
  const bottom = from.top + from.height;
  const left = west ? Math.min(Math.max(x.at, 0), right - LEAST_MM) : from.left;
  const top = north ? Math.min(Math.max(y.at, 0), bottom - LEAST_MM) : from.top;
  const width = west ? right - left : Math.min(Math.max(x.at - from.left, LEAST_MM), badge.width - from.left);
  const height = north ? bottom - top : Math.min(Math.max(y.at - from.top, LEAST_MM), badge.height - from.top);
  return { box: rounded({ left, top, width, height }), along: { x: x.edge, y: y.edge } };
}

/**
 * Where a part lies after an arrow key: moved, or with `size` made larger or smaller at its right and lower edge.
 *
 * @param {Box} from
 * @param {string} key
 * @param {number} step in millimetres
 * @param {boolean} size
 * @param {{ width: number, height: number }} badge
 * @returns {Box | null} null: no such key
 */
export function stepped(from, key, step, size, badge) {
  /** @type {Record<string, [number, number]>} */
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const way = ways[key];
  if (!way) return null;
  const [x, y] = [way[0] * step, way[1] * step];
  if (!size) return onto({ ...from, left: from.left + x, top: from.top + y }, badge);
  const width = Math.min(Math.max(from.width + x, LEAST_MM), badge.width - from.left);
  const height = Math.min(Math.max(from.height + y, LEAST_MM), badge.height - from.top);
  return rounded({ ...from, width, height });
}

/** @param {Box} box @param {{ width: number, height: number }} badge @returns {Box} */
function onto(box, badge) {
  const left = Math.min(Math.max(box.left, 0), Math.max(0, badge.width - box.width));
  const top = Math.min(Math.max(box.top, 0), Math.max(0, badge.height - box.height));
  return rounded({ ...box, left, top });
}

/** Free of what adding tenths leaves behind. @param {Box} box @returns {Box} */
function rounded({ left, top, width, height }) {
  const hundredth = /** @param {number} mm */ (mm) => Math.round(mm * 100) / 100;
  return { left: hundredth(left), top: hundredth(top), width: hundredth(width), height: hundredth(height) };
}
