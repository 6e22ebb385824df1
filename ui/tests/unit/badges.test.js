// The designer's numbers: how large a badge is shown, where a dragged part comes to lie, what a key makes of it.

import assert from 'node:assert/strict';
import test from 'node:test';

import { dots, dragged, edges, snap, stepped, zoomFor } from '../../src/screens/badges/geometry.js';
import { colourOf } from '../../src/screens/badges/properties.js';

const CARD = { width: 86, height: 54 };
const box = (left, top, width, height) => ({ left, top, width, height });

test('a badge is shown at a whole resolution, as large as there is room', () => {
  const dpi = zoomFor(CARD, { width: 500, height: 400 });
  assert.equal(dpi, 147);
  assert.ok(dots(86, dpi) <= 500 && dots(86, dpi + 1) > 500, 'one step finer it would not fit');
  assert.equal(zoomFor(CARD, { width: 5, height: 5 }), 36, 'never coarser than is drawn');
  assert.equal(zoomFor(CARD, { width: 99999, height: 99999 }), 600, 'nor finer');
});

test('what is dragged lies along an edge that is near, else on the grid of 2 mm', () => {
  assert.deepEqual(snap(10.7, [11.3]), { at: 11.3, edge: 11.3 });
  assert.deepEqual(snap(10.7, [12.3]), { at: 10, edge: null });
  assert.deepEqual(snap(10.7, [11.3, 10.5]), { at: 10.5, edge: 10.5 }, 'the nearer of two');
});

test('either side of a part may lie along an edge, and the nearer decides', () => {
  const along = edges(CARD, [box(20, 10, 30, 8)]);
  const right = dragged(box(5, 30, 14.5, 8), { x: 30.8, y: 0 }, 'move', CARD, along, false);
  assert.deepEqual(right.box, box(35.5, 30, 14.5, 8), 'its right side lies along that of the other');
  assert.equal(right.along.x, 50);
  const free = dragged(box(5, 30, 14.5, 8), { x: 30.84, y: 0.06 }, 'move', CARD, along, true);
  assert.deepEqual(free.box, box(35.8, 30.1, 14.5, 8), 'with Ctrl along nothing');
});

test('a part stays on the badge, whatever is done to it', () => {
  const along = edges(CARD, []);
  for (const hold of ['move', 'nw', 'ne', 'sw', 'se']) {
    for (const by of [{ x: -500, y: -500 }, { x: 500, y: 500 }, { x: 500, y: -500 }]) {
      const { box: to } = dragged(box(10, 10, 20, 10), by, hold, CARD, along, false);
      assert.ok(to.left >= 0 && to.top >= 0 && to.left + to.width <= 86 && to.top + to.height <= 54, `${hold}: ${JSON.stringify(to)}`);
      assert.ok(to.width >= 1 && to.height >= 1, `${hold} leaves something to take hold of`);
    }
  }
});

test('a handle moves its own corner and no other', () => {
  const along = edges(CARD, []);
  assert.deepEqual(dragged(box(10, 10, 20, 10), { x: 4, y: 6 }, 'nw', CARD, along, false).box, box(14, 16, 16, 4));
  assert.deepEqual(dragged(box(10, 10, 20, 10), { x: 4, y: 6 }, 'se', CARD, along, false).box, box(10, 10, 24, 16));
  assert.deepEqual(dragged(box(10, 10, 20, 10), { x: 4, y: 6 }, 'ne', CARD, along, false).box, box(10, 16, 24, 4));
});

test('keys move by a tenth, and with Alt size', () => {
  assert.deepEqual(stepped(box(2.8, 10.8, 80.4, 10.8), 'ArrowRight', 0.1, false, CARD), box(2.9, 10.8, 80.4, 10.8));
  assert.deepEqual(stepped(box(2.8, 10.8, 80.4, 10.8), 'ArrowDown', 1, true, CARD), box(2.8, 10.8, 80.4, 11.8));
  assert.deepEqual(stepped(box(0, 0, 86, 10), 'ArrowLeft', 1, false, CARD), box(0, 0, 86, 10), 'not over the edge');
  assert.equal(stepped(box(0, 0, 5, 5), 'a', 1, false, CARD), null);
});

test('a colour is taken as people write it', () => {
  assert.equal(colourOf('#14577A'), '#14577a');
  assert.equal(colourOf(' fb0 '), '#ffbb00');
  assert.equal(colourOf('blue'), null);
});
