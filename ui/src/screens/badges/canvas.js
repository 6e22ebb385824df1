// The badge in the middle of the designer: the picture that is printed, and the frame of the chosen part upon it. The frame
// is moved and sized with the mouse at once; what it comes to is told when it is let go, and the kiosk draws the badge anew.

import { el } from '../../parts/dom.js';
import { decimal } from '../../parts/format.js';
import { badgePicture } from '../../host.js';
import { say } from '../../i18n/say.js';
import { dots, dragged, edges, millimetres, stepped, zoomFor } from './geometry.js';
import { partName } from './slots.js';

/** @import { DesignWire } from '../../../types/wire.js' */
/** @import { Box, Hold } from './geometry.js' */
/** @import { Part } from './slots.js' */

/** A step of an arrow key, in millimetres: plain and with Shift. */
const STEPS = { plain: 0.1, shift: 1 };
/** Arrow keys that come within this time of each other are undone together, in ms. */
const GESTURE_MS = 1200;
/** The mouse has to move so far before a part moves: a click chooses. */
const SLACK_PX = 3;
/** A room that differs by less is the same one, in dots. */
const ROOM_SLACK_PX = 24;

/** @type {Exclude<Hold, 'move'>[]} */
const HANDLES = ['nw', 'ne', 'sw', 'se'];

/**
 * @typedef {object} CanvasActs
 * @property {(part: number | null) => void} choose
 * @property {(part: number, box: Box, gesture: string) => void} place
 * @property {(part: number) => void} remove
 */

/** @param {Part} part @returns {Box} */
export function boxOf(part) {
  return { left: part.leftMm, top: part.topMm, width: part.widthMm, height: part.heightMm };
}

export class Canvas {
  element;
  #act;
  #room = el('div', { class: 'canvas-room' });
  #paper = el('div', { class: 'paper' });
  #picture = el('img', { class: 'paper-picture', alt: '', draggable: 'false' });
  #frame = el('button', { class: 'frame', type: 'button', hidden: true });
  #lines = { x: el('div', { class: 'along x', hidden: true }), y: el('div', { class: 'along y', hidden: true }) };
  #zoom = el('span', { class: 'soft small-text zoom' });
  /** @type {DesignWire | null} */
  #design = null;
  /** @type {number | null} */
  #chosen = null;
  #attendee = '';
  #back = false;
  #shownIn = { width: 0, height: 0 };
  #dpi = 96;
  /** What keys have made of the chosen part, as long as the kiosk has not said so. @type {Box | null} */
  #wanted = null;
  /** @type {{ hold: Hold, part: number, from: Box, x: number, y: number, box: Box, moved: boolean } | null} */
  #drag = null;
  #gesture = { name: '', at: -Infinity, n: 0 };

  /** @param {CanvasActs} act */
  constructor(act) {
    this.#act = act;
    this.#frame.append(...HANDLES.map((hold) => el('span', { class: `handle ${hold}`, 'data-hold': hold, 'aria-hidden': 'true' })));
    this.#paper.append(this.#picture, this.#lines.x, this.#lines.y, this.#frame);
    this.#room.append(this.#paper);
    this.element = this.#room;
    this.#paper.addEventListener('pointerdown', (event) => this.#down(event));
    this.#paper.addEventListener('pointermove', (event) => this.#move(event));
    this.#paper.addEventListener('pointerup', () => this.#up());
    this.#paper.addEventListener('pointercancel', () => this.#cancel());
    this.#frame.addEventListener('keydown', (event) => this.#key(event));
    // Drawn in the next frame: what is drawn must not be measured in the same one.
    new ResizeObserver(() => requestAnimationFrame(() => this.#resized())).observe(this.#room);
  }

  /** How large the badge is shown, beside the buttons above it. */
  get zoom() {
    return this.#zoom;
  }

  /** @param {DesignWire} design @param {number | null} chosen @param {string} attendee whose badge is shown @param {boolean} back */
  set(design, chosen, attendee, back) {
    if (this.#design?.template !== design.template || chosen !== this.#chosen) this.#wanted = null;
    this.#design = design;
    this.#chosen = chosen;
    this.#attendee = attendee;
    this.#back = back;
    this.show();
  }

  /** Nothing more is asked for: the chosen part lies where the kiosk says. */
  settle() {
    this.#wanted = null;
    this.show();
  }

  focus() {
    this.#frame.focus();
  }

  /** Shows the badge anew only in another room: what is shown may move the room's edge by a hair. */
  #resized() {
    const { width, height } = this.#room.getBoundingClientRect();
    if (Math.abs(width - this.#shownIn.width) + Math.abs(height - this.#shownIn.height) > ROOM_SLACK_PX) this.show();
  }

  show() {
    const design = this.#design;
    const room = this.#room.getBoundingClientRect();
    if (!design || room.width === 0) return;
    this.#shownIn = { width: room.width, height: room.height };
    const ratio = globalThis.devicePixelRatio || 1;
    const dpi = zoomFor({ width: design.widthMm, height: design.heightMm }, { width: room.width * ratio, height: room.height * ratio });
    this.#dpi = dpi / ratio;
    size(this.#paper, dots(design.widthMm, dpi) / ratio, dots(design.heightMm, dpi) / ratio);
    this.#zoom.textContent = say('settings.percent', { n: Math.round((this.#dpi / 96) * 100) });
    // A back on which nothing is printed yet is white paper.
    const isBlank = !this.#attendee || (this.#back && !design.parts.some((part) => part.back));
    this.#picture.hidden = isBlank;
    if (!isBlank) {
      const source = badgePicture(this.#attendee, design.revision, { template: design.template, dpi, back: this.#back });
      if (this.#picture.getAttribute('src') !== source) this.#picture.src = source;
    }
    this.#showFrame();
  }

  /** @param {string} name */
  say(name) {
    this.#picture.alt = say('badge.alt', { name });
  }

  /** The part that is chosen. @returns {Part | undefined} */
  get #part() {
    return this.#chosen === null ? undefined : this.#design?.parts[this.#chosen];
  }

  #showFrame() {
    const part = this.#part;
    this.#frame.hidden = !part;
    for (const line of Object.values(this.#lines)) line.hidden = true;
    if (!part) return;
    const box = this.#drag?.moved ? this.#drag.box : this.#wanted ?? boxOf(part);
    this.#lay(box);
    this.#frame.classList.toggle('fixed', !part.movable);
    this.#frame.setAttribute('aria-label', say(part.movable ? 'design.frame' : 'design.frame.fixed', { name: partName(part), width: decimal(box.width), height: decimal(box.height), left: decimal(box.left), top: decimal(box.top) }));
  }

  /** @param {Box} box */
  #lay(box) {
    const px = /** @param {number} mm */ (mm) => (mm * this.#dpi) / 25.4;
    place(this.#frame, px(box.left), px(box.top));
    size(this.#frame, px(box.width), px(box.height));
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const design = this.#design;
    if (!design || event.button !== 0) return;
    const rect = this.#paper.getBoundingClientRect();
    const [x, y] = [millimetres(event.clientX - rect.left, this.#dpi), millimetres(event.clientY - rect.top, this.#dpi)];
    const hold = /** @type {Hold} */ ((event.target instanceof HTMLElement && event.target.dataset.hold) || 'move');
    const at = hold === 'move' ? this.#under(x, y) : this.#chosen;
    event.preventDefault();
    if (at !== this.#chosen) this.#act.choose(at);
    const part = at === null ? undefined : design.parts[at];
    if (at === null || !part) return;
    this.#frame.focus();
    if (!part.movable) return;
    const from = this.#wanted ?? boxOf(part);
    this.#drag = { hold, part: at, from, x, y, box: from, moved: false };
    this.#paper.setPointerCapture(event.pointerId);
  }

  /** The smallest part under a place; the chosen one if it is there. @param {number} x @param {number} y */
  #under(x, y) {
    const parts = this.#design?.parts ?? [];
    const isIn = /** @param {Part} part */ (part) => x >= part.leftMm && x <= part.leftMm + part.widthMm && y >= part.topMm && y <= part.topMm + part.heightMm;
    if (this.#part && isIn(this.#part)) return this.#chosen;
    const found = parts.map((part, at) => ({ part, at })).filter(({ part }) => part.back === this.#back && isIn(part));
    found.sort((a, b) => a.part.widthMm * a.part.heightMm - b.part.widthMm * b.part.heightMm);
    return found[0]?.at ?? null;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const [drag, design] = [this.#drag, this.#design];
    if (!drag || !design) return;
    const rect = this.#paper.getBoundingClientRect();
    const by = { x: millimetres(event.clientX - rect.left, this.#dpi) - drag.x, y: millimetres(event.clientY - rect.top, this.#dpi) - drag.y };
    if (!drag.moved && Math.hypot(by.x, by.y) < millimetres(SLACK_PX, this.#dpi)) return;
    drag.moved = true;
    const badge = { width: design.widthMm, height: design.heightMm };
    const others = design.parts.filter((part, at) => at !== drag.part && part.back === this.#back).map(boxOf);
    const { box, along } = dragged(drag.from, by, drag.hold, badge, edges(badge, others), event.ctrlKey);
    drag.box = box;
    this.#showFrame();
    this.#showLine('x', along.x);
    this.#showLine('y', along.y);
  }

  /** @param {'x' | 'y'} way @param {number | null} at */
  #showLine(way, at) {
    const line = this.#lines[way];
    line.hidden = at === null;
    const px = ((at ?? 0) * this.#dpi) / 25.4;
    place(line, way === 'x' ? px : 0, way === 'y' ? px : 0);
  }

  #up() {
    const drag = this.#drag;
    this.#drag = null;
    if (drag?.moved) {
      this.#wanted = drag.box;
      this.#act.place(drag.part, drag.box, '');
    }
    this.#showFrame();
  }

  #cancel() {
    this.#drag = null;
    this.#showFrame();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const [part, design, chosen] = [this.#part, this.#design, this.#chosen];
    if (!part || !design || chosen === null || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      return this.#act.remove(chosen);
    }
    if (!part.movable) return;
    const step = event.shiftKey ? STEPS.shift : STEPS.plain;
    const box = stepped(this.#wanted ?? boxOf(part), event.key, step, event.altKey, { width: design.widthMm, height: design.heightMm });
    if (!box) return;
    event.preventDefault();
    this.#wanted = box;
    this.#showFrame();
    this.#act.place(chosen, box, this.#name(`${event.altKey ? 'size' : 'move'}.${chosen}`, event.timeStamp));
  }

  /** One name for arrow keys that follow each other. @param {string} what @param {number} at */
  #name(what, at) {
    const { name, n } = this.#gesture;
    const goes = name === what && at - this.#gesture.at < GESTURE_MS;
    this.#gesture = { name: what, at, n: goes ? n : n + 1 };
    return `${what}.${this.#gesture.n}`;
  }
}

/** @param {HTMLElement} element @param {number} width @param {number} height */
function size(element, width, height) {
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}

/** @param {HTMLElement} element @param {number} left @param {number} top */
function place(element, left, top) {
  element.style.left = `${left}px`;
  element.style.top = `${top}px`;
}
