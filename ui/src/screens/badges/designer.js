// The designer of a badge: its parts at the left, the badge itself in the middle, what the chosen part is like at the right.
// Every change is made and saved by the kiosk, which draws the badge as it is printed; the page keeps no design of its own.

import { bdi, cap, el, fill, setText } from '../../parts/dom.js';
import { number, time } from '../../parts/format.js';
import { icon, shape } from '../../parts/icons.js';
import { call, callShell, isProblem } from '../../host.js';
import { say } from '../../i18n/say.js';
import { adviceText } from './advice.js';
import { Canvas } from './canvas.js';
import { Hard } from './hard.js';
import { Properties } from './properties.js';
import { PICTURE_SLOTS, TEXT_SLOTS, conditionText, ownSlots, partIcon, partName, partNote, slotName } from './slots.js';

/** @import { DesignWire, EditWire, Problem } from '../../../types/wire.js' */
/** @import { Box } from './geometry.js' */

/** How much advice stands below the badge; the rest stands with its part. */
const SHOWN_ADVICE = 2;
/** The box of a new part in millimetres; up to 1 it is a part of the badge's width. */
const NEW_BOX = { text: { width: 0.5, height: 8 }, qr: { width: 20, height: 20 }, picture: { width: 20, height: 12 }, fill: { width: 1, height: 10 } };

/** @typedef {object} DesignerActs @property {() => void} back @property {(problem: Problem) => void} broke @property {(text: string) => void} say */

export class Designer {
  element = el('div', { class: 'designer' });
  #act;
  /** @type {DesignWire | null} */
  #design = null;
  /** @type {number | null} */
  #chosen = null;
  #adding = false;
  /** Which side is shown. */
  #back = false;
  /** Changes are made one after the other, each to the design that the one before gave. */
  #queue = Promise.resolve();
  /** The last place asked for while another change was under way: those between are left out. @type {{ part: number, box: Box, gesture: string } | null} */
  #waiting = null;
  #title = el('input', { class: 'input design-title', maxlength: '60', autocomplete: 'off', spellcheck: 'false', 'data-keep': 'title' });
  #saved = el('span', { class: 'pill go', role: 'status' });
  #undo;
  #redo;
  #list = el('div', { class: 'part-list', role: 'radiogroup' });
  #add = el('div', { class: 'part-add' });
  #sides = el('div', { class: 'segments', role: 'radiogroup' });
  #advice = el('ul', { class: 'advice' });
  #canvas;
  #properties;
  #hard;

  /** @param {DesignerActs} act */
  constructor(act) {
    this.#act = act;
    this.#canvas = new Canvas({
      choose: (part) => this.choose(part),
      place: (part, box, gesture) => this.#place(part, box, gesture),
      remove: (part) => this.#edit([{ edit: 'remove', part }]),
    });
    this.#properties = new Properties({
      look: (look) => this.#chosen !== null && this.#edit([{ edit: 'look', part: this.#chosen, ...look }]),
      place: (box) => this.#chosen !== null && this.#place(this.#chosen, box, ''),
      remove: () => this.#chosen !== null && this.#edit([{ edit: 'remove', part: this.#chosen }]),
    });
    this.#hard = new Hard({ shown: () => this.#showBadge(), broke: (problem) => act.broke(problem) });
    this.#undo = el('button', { class: 'button', type: 'button', 'data-keep': 'undo', 'aria-keyshortcuts': 'Control+Z', on: { click: () => this.#step('undo') } });
    this.#redo = el('button', { class: 'button', type: 'button', 'data-keep': 'redo', 'aria-keyshortcuts': 'Control+Y', on: { click: () => this.#step('redo') } });
    this.#title.addEventListener('change', () => this.#rename());
    this.#list.addEventListener('keydown', (event) => this.#listKey(event));
  }

  /** Whether a template is open here. */
  get isOpen() {
    return this.#design !== null;
  }

  /** Opens one of the event's own templates. @param {string} template */
  async open(template) {
    const design = await call('designTemplate', { template });
    this.openDesign(design);
  }

  /** @param {DesignWire} design */
  openDesign(design) {
    this.#chosen = firstName(design);
    this.#back = false;
    this.#adding = false;
    this.#take(design);
    this.show();
    this.#hard.open(design);
    this.focus();
  }

  close() {
    this.#design = null;
    this.#hard.close();
  }

  focus() {
    /** @type {HTMLElement | null} */ (this.#list.querySelector('[aria-checked=true]') ?? this.#list.querySelector('button'))?.focus();
  }

  /** Says everything again, in the language of now. */
  show() {
    const design = this.#design;
    if (!design) return;
    fill(this.#undo, icon('undo', 'small'), say('act.undo'), cap('Ctrl Z'));
    fill(this.#redo, icon('redo', 'small'), say('design.redo'), cap('Ctrl Y'));
    this.#title.value = design.title;
    this.#title.setAttribute('aria-label', say('design.title'));
    this.#list.setAttribute('aria-label', say('design.parts'));
    fill(this.element,
      el('div', { class: 'design-head' },
        el('button', { class: 'button quiet', type: 'button', 'data-keep': 'back', on: { click: () => this.#act.back() } }, icon('back', 'small'), say('badges.templates')),
        el('h1', { class: 'for-readers' }, say('design.heading')), this.#title, this.#saved, el('div', { class: 'row push' }, this.#undo, this.#redo,
          el('button', { class: 'button main', type: 'button', 'data-keep': 'export', on: { click: () => this.#export() } }, icon('file', 'small'), say('badges.export')))),
      el('div', { class: 'design-columns' },
        el('section', { class: 'card flush parts', 'aria-label': say('design.parts') }, el('div', { class: 'card-head' }, el('h2', {}, say('design.parts')),
          el('button', { class: 'button quiet', type: 'button', 'data-keep': 'add', 'aria-label': say('design.add'), 'aria-expanded': String(this.#adding), on: { click: () => this.#toggleAdding() } }, icon('plus', 'small'))),
        this.#add, this.#list, el('p', { class: 'soft small-text part-help' }, say('design.svg'))),
        el('section', { class: 'card middle', 'aria-label': say('design.badge') }, el('div', { class: 'row' }, this.#sides, el('span', { class: 'soft small-text design-help' }, say('design.help')), el('span', { class: 'push' }, this.#canvas.zoom)),
          this.#canvas.element, this.#hard.element, el('div', { class: 'told-below' }, this.#hard.verdict, this.#advice)),
        this.#properties.element));
    this.#showDesign();
    this.#hard.show();
  }

  /** A key that belongs to the designer, wherever the focus is. @param {KeyboardEvent} event @param {boolean} inText */
  key(event, inText) {
    const key = event.key.toLowerCase();
    if (event.key === 'F6') {
      this.#hard.step(event.shiftKey ? -1 : 1);
      return true;
    }
    if (!event.ctrlKey || event.altKey || inText) return false;
    if (key === 'z') this.#step(event.shiftKey ? 'redo' : 'undo');
    else if (key === 'y') this.#step('redo');
    else return false;
    return true;
  }

  /** Esc: out of a list that is open, from the badge to the parts, then out of the designer. @returns {boolean} whether there was a step */
  escape() {
    if (!this.#design) return false;
    if (this.#adding) this.#toggleAdding();
    else if (document.activeElement?.closest('.middle, .properties')) this.focus();
    else this.#act.back();
    return true;
  }

  /** @param {number | null} part */
  choose(part) {
    this.#chosen = part;
    const chosen = part === null ? undefined : this.#design?.parts[part];
    if (chosen) this.#back = chosen.back;
    this.#showDesign();
  }

  /** @param {DesignWire} design */
  #take(design) {
    const before = this.#design;
    this.#design = design;
    const added = before?.template === design.template && design.parts.length > before.parts.length;
    if (added) this.#chosen = design.parts.findIndex((part, at) => JSON.stringify(part) !== JSON.stringify(before.parts[at]));
    const chosen = this.#chosen === null ? undefined : design.parts[this.#chosen];
    if (chosen && chosen.back !== this.#back) this.#chosen = added ? this.#chosen : null;
    if (this.#chosen !== null && this.#chosen >= design.parts.length) this.#chosen = design.parts.length ? design.parts.length - 1 : null;
  }

  #showDesign() {
    const design = this.#design;
    if (!design) return;
    setText(this.#saved, say('design.saved', { time: time(design.savedAt) }));
    if (document.activeElement !== this.#title) this.#title.value = design.title;
    this.#undo.disabled = !design.undo;
    this.#redo.disabled = !design.redo;
    this.#showSides();
    this.#showList(design);
    this.#showAdding(design);
    this.#properties.show(design, this.#chosen);
    const shown = design.advice.slice(0, SHOWN_ADVICE);
    fill(this.#advice, ...shown.map((advice) => el('li', {}, el('button', { class: 'advice-line', type: 'button', on: { click: () => this.#toPart(advice.part) } }, shape('decide'), el('span', {}, adviceText(design, advice))))),
      design.advice.length > shown.length ? el('li', { class: 'soft small-text' }, say('advice.more', { n: number(design.advice.length - shown.length) })) : null);
    this.#showBadge();
  }

  #showBadge() {
    if (!this.#design) return;
    this.#canvas.set(this.#design, this.#chosen, this.#hard.attendee, this.#back);
    this.#canvas.say(this.#hard.name);
  }

  /** @param {number | undefined} part */
  #toPart(part) {
    if (part === undefined) return;
    this.choose(part);
    this.#canvas.focus();
  }

  #showSides() {
    this.#sides.setAttribute('aria-label', say('design.side'));
    const kept = this.#sides.contains(document.activeElement);
    fill(this.#sides, ...[false, true].map((back) => el('button', { type: 'button', role: 'radio', 'aria-checked': String(back === this.#back), 'data-keep': back ? 'side.back' : 'side.front', on: { click: () => this.#turn(back) } }, say(back ? 'design.back' : 'design.front'))));
    if (kept) /** @type {HTMLElement | null} */ (this.#sides.querySelector('[aria-checked=true]'))?.focus();
  }

  /** Shows the other side, and chooses its first part. @param {boolean} back */
  #turn(back) {
    const design = this.#design;
    if (!design || back === this.#back) return;
    this.#back = back;
    const first = back ? design.parts.findIndex((part) => part.back) : firstName(design) ?? -1;
    this.#chosen = first < 0 ? null : first;
    this.#showDesign();
  }

  /** The places in the design of the parts of the side that is shown. @param {DesignWire} design */
  #ofSide(design) {
    return design.parts.map((part, at) => ({ part, at })).filter(({ part }) => part.back === this.#back);
  }

  /** @param {DesignWire} design */
  #showList(design) {
    const had = this.#list.contains(document.activeElement);
    const parts = this.#ofSide(design);
    fill(this.#list, parts.length ? null : el('p', { class: 'soft small-text part-help' }, say('design.nothing')), ...parts.map(({ part, at }, nth) => {
      const isChosen = at === this.#chosen;
      const told = design.advice.some((advice) => advice.part === at);
      return el('button', { class: 'part', type: 'button', role: 'radio', 'aria-checked': String(isChosen), tabindex: isChosen || (this.#chosen === null && nth === 0) ? '0' : '-1', 'data-part': at, on: { click: () => this.#pick(at) } },
        icon(partIcon(part), 'small'), el('b', {}, bdi(partName(part))), told ? el('span', { class: 'told' }, shape('decide'), el('span', { class: 'for-readers' }, say('design.told'))) : null, el('span', { class: 'soft note-text' }, partNote(part)), part.condition ? el('span', { class: 'soft if-text' }, conditionText(part.condition)) : null);
    }));
    if (had) this.focus();
  }

  /** @param {number} at */
  #pick(at) {
    this.choose(at);
    this.focus();
  }

  /** Arrow keys go through the parts; Enter goes to the chosen one on the badge. @param {KeyboardEvent} event */
  #listKey(event) {
    const design = this.#design;
    if (!design || event.ctrlKey || event.altKey) return;
    const places = this.#ofSide(design).map(({ at }) => at);
    const last = places.length - 1;
    const nth = places.indexOf(this.#chosen ?? -1);
    /** @type {Record<string, number>} */
    const to = { ArrowDown: Math.min(nth + 1, last), ArrowUp: Math.max(nth - 1, 0), Home: 0, End: last };
    const next = places[to[event.key] ?? -1];
    if (next !== undefined) {
      event.preventDefault();
      this.#pick(next);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#canvas.focus();
    } else if (event.key === 'Delete' && this.#chosen !== null) {
      event.preventDefault();
      this.#edit([{ edit: 'remove', part: this.#chosen }]);
    }
  }

  #toggleAdding() {
    this.#adding = !this.#adding;
    if (this.#design) this.#showAdding(this.#design);
    const to = this.#adding ? this.#add.querySelector('button') : this.element.querySelector('[data-keep=add]');
    if (to instanceof HTMLElement) to.focus();
  }

  /** What can be put on the badge. @param {DesignWire} design */
  #showAdding(design) {
    this.#add.hidden = !this.#adding;
    this.element.querySelector('[data-keep=add]')?.setAttribute('aria-expanded', String(this.#adding));
    if (!this.#adding) return fill(this.#add);
    const has = /** @param {string} kind */ (kind) => design.parts.some((part) => part.kind === kind && part.back === this.#back);
    const button = /** @param {string} what @param {string} text @param {() => void} run */ (what, text, run) => el('button', { class: 'part', type: 'button', 'data-add': what, on: { click: run } }, icon('plus', 'small'), el('b', {}, text));
    fill(this.#add, ...[...TEXT_SLOTS, ...ownSlots(design), ...PICTURE_SLOTS].map((slot) => button(slot, slotName(slot), () => this.#put(slot))),
      has('code') ? null : button('qr', say('part.code'), () => this.#put('qr')), button('fill', say('part.fill'), () => this.#put('fill')), button('image', say('part.image'), () => this.#putPicture()));
  }

  /** @param {string} what @param {string} [path] */
  #put(what, path) {
    const design = this.#design;
    if (!design) return;
    const kind = what === 'qr' || what === 'fill' ? what : what === 'image' || PICTURE_SLOTS.includes(what) ? 'picture' : 'text';
    const wanted = NEW_BOX[kind];
    const width = wanted.width <= 1 ? design.widthMm * wanted.width : Math.min(wanted.width, design.widthMm / 2);
    const height = Math.min(wanted.height, design.heightMm / 2);
    const box = { leftMm: round(kind === 'text' ? Math.min(5, design.widthMm - width) : (design.widthMm - width) / 2), topMm: round((design.heightMm - height) / 2), widthMm: round(width), heightMm: round(height) };
    this.#adding = false;
    /** @type {EditWire} */
    const edit = { edit: 'add', what, back: this.#back, ...box, ...(path ? { path } : {}), ...(kind === 'text' ? { sample: slotName(what) } : {}) };
    this.#edit([edit], '', () => this.#canvas.focus());
  }

  async #putPicture() {
    const path = await callShell('choosePicture', {});
    if (path !== null) this.#put('image', path);
  }

  /** @param {number} part @param {Box} box @param {string} gesture */
  #place(part, box, gesture) {
    const isFirst = this.#waiting === null;
    this.#waiting = { part, box, gesture };
    if (!isFirst) return;
    this.#enqueue(async (design) => {
      const wanted = this.#waiting;
      this.#waiting = null;
      if (!wanted) return null;
      const { left, top, width, height } = wanted.box;
      const edits = /** @type {EditWire[]} */ ([{ edit: 'place', part: wanted.part, leftMm: left, topMm: top, widthMm: width, heightMm: height }]);
      return call('editTemplate', { template: design.template, revision: design.revision, edits, gesture: wanted.gesture });
    });
  }

  /** @param {EditWire[]} edits @param {string} [gesture] @param {() => void} [then] */
  #edit(edits, gesture = '', then = () => undefined) {
    this.#enqueue((design) => call('editTemplate', { template: design.template, revision: design.revision, edits, gesture }), then);
  }

  #rename() {
    const title = this.#title.value.trim();
    if (!title || !this.#design || title === this.#design.title) return this.#showDesign();
    this.#enqueue((design) => call('editTemplate', { template: design.template, revision: design.revision, title }));
  }

  /** @param {'undo' | 'redo'} way */
  #step(way) {
    this.#enqueue(async (design) => ((way === 'undo' ? design.undo : design.redo) ? call('stepTemplate', { template: design.template, revision: design.revision, way }) : null));
  }

  /** Makes a change to the design as it is when those before it have been made. @param {(design: DesignWire) => Promise<DesignWire | null>} change @param {() => void} [then] */
  #enqueue(change, then = () => undefined) {
    this.#queue = this.#queue.then(async () => {
      const design = this.#design;
      if (!design) return;
      try {
        const after = await change(design);
        if (!after || this.#design !== design) return;
        this.#take(after);
        if (this.#waiting === null) this.#canvas.settle();
        this.#showDesign();
        this.#hard.changed(after);
        then();
      } catch (problem) {
        if (!isProblem(problem)) throw problem;
        this.#canvas.settle();
        this.#act.broke(problem);
        if (problem.code === 'templateChanged') await this.open(design.template);
      }
    }).catch(reportError);
  }

  async #export() {
    const design = this.#design;
    if (!design) return;
    try {
      const out = await callShell('chooseTemplateFile', { name: `${design.title}.svg` });
      if (out === null) return;
      await call('saveTemplate', { template: design.template, out });
      this.#act.say(say('badges.exported', { file: out }));
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#act.broke(problem);
    }
  }
}

/** Where one begins: the name, else the first part. @param {DesignWire} design */
function firstName(design) {
  const name = design.parts.findIndex((part) => part.slot === 'given_name' || part.slot === 'name');
  return name >= 0 ? name : design.parts.length ? 0 : null;
}

/** @param {number} mm */
function round(mm) {
  return Math.round(mm * 10) / 10;
}
