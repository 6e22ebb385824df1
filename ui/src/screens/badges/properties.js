// What the chosen part is like: its content, its place in millimetres, and how its text is set. A field is taken over when
// it is left or with Enter; what makes no sense goes back to what it was.

import { el, fill } from '../../parts/dom.js';
import { decimal } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { adviceOf } from './advice.js';
import { boxOf } from './canvas.js';
import { PICTURE_SLOTS, TEXT_SLOTS, conditionText, ownSlots, partName, slotName } from './slots.js';

/** @import { DesignWire, EditWire } from '../../../types/wire.js' */
/** @import { Part } from './slots.js' */

/** @typedef {Omit<Extract<EditWire, { edit: 'look' }>, 'edit' | 'part'>} Look */

/**
 * @typedef {object} PropertiesActs
 * @property {(look: Look) => void} look
 * @property {(box: import('./geometry.js').Box) => void} place
 * @property {() => void} remove
 */

const SIDES = /** @type {const} */ ([['width', 'widthMm'], ['height', 'heightMm'], ['left', 'leftMm'], ['top', 'topMm']]);
const SIZES = /** @type {const} */ (['largestPt', 'smallestPt']);
const ALIGNS = /** @type {const} */ (['left', 'centre', 'right']);
const VERTICALS = /** @type {const} */ (['top', 'middle', 'bottom']);
const FITS = /** @type {const} */ (['shrink', 'wrap', 'lines']);
const PAINTS = /** @type {const} */ (['fixed', 'accent', 'onAccent', 'accentInk']);

export class Properties {
  element = el('section', { class: 'card properties' });
  #act;

  /** @param {PropertiesActs} act */
  constructor(act) {
    this.#act = act;
  }

  /** @param {DesignWire} design @param {number | null} chosen */
  show(design, chosen) {
    const part = chosen === null ? undefined : design.parts[chosen];
    const active = document.activeElement;
    const kept = active instanceof HTMLElement && this.element.contains(active) ? active.dataset.keep : undefined;
    const typed = active instanceof HTMLInputElement && active.type === 'text' && kept && active.value !== active.defaultValue ? active.value : null;
    const scrolled = this.element.scrollTop;
    this.element.setAttribute('aria-label', part ? partName(part) : say('design.properties'));
    if (!part || chosen === null) {
      fill(this.element, el('h2', {}, say('design.properties')), el('p', { class: 'soft' }, say('design.choose')));
      return;
    }
    const told = adviceOf(design, chosen);
    fill(this.element, el('h2', {}, partName(part)), ...told.map((text) => el('p', { class: 'note small' }, icon('alert', 'small'), el('span', {}, text))),
      this.#content(design, part), part.movable ? this.#place(part) : el('p', { class: 'soft small-text' }, say('design.fixed')),
      ...this.#text(part), this.#paint(part), this.#condition(part),
      el('button', { class: 'button danger', type: 'button', 'data-keep': 'remove', on: { click: () => this.#act.remove() } }, icon('close', 'small'), say('design.remove')));
    if (kept) {
      const again = this.element.querySelector(`[data-keep="${kept}"]`);
      if (again instanceof HTMLElement) again.focus();
      if (again instanceof HTMLInputElement && typed !== null) {
        again.value = typed;
        again.setSelectionRange(typed.length, typed.length);
      }
    }
    this.element.scrollTop = scrolled;
  }

  /** @param {DesignWire} design @param {Part} part */
  #content(design, part) {
    if (!part.slot) return null;
    const known = part.kind === 'picture' ? PICTURE_SLOTS : [...TEXT_SLOTS, ...ownSlots(design)];
    const slots = known.includes(part.slot) ? known : [part.slot, ...known];
    return this.#select('slot', say('design.content'), slots.map((slot) => [slot, slotName(slot)]), part.slot, (slot) => this.#act.look({ slot }));
  }

  /** @param {Part} part */
  #place(part) {
    const box = boxOf(part);
    return el('div', { class: 'pairs' }, ...SIDES.map(([side, name]) =>
      this.#number(side, say(`design.${side}`), decimal(part[name]), 'mm', (value) => this.#act.place({ ...box, [side]: value }))));
  }

  /** @param {Part} part */
  #text(part) {
    const { text } = part;
    if (!text) return [];
    return [
      el('div', { class: 'pairs' }, ...SIZES.map((size) => this.#number(size, say(`design.${size}`), decimal(text[size]), 'pt', (value) => this.#act.look({ [size]: value })))),
      el('div', { class: 'row wrap' }, this.#toggle('bold', text.bold), this.#toggle('italic', text.italic)),
      this.#choice('align', ALIGNS, text.align, (align) => this.#act.look({ align })),
      this.#choice('vertical', VERTICALS, text.vertical, (vertical) => this.#act.look({ vertical })),
      el('fieldset', { class: 'ways' }, el('legend', { class: 'label' }, say('design.tooLong')), ...FITS.map((fit) =>
        el('label', { class: 'check' }, el('input', { type: 'radio', name: 'fit', value: fit, checked: fit === text.fit, 'data-keep': `fit.${fit}`, on: { change: () => this.#act.look({ fit }) } }), el('span', {}, say(`design.fit.${fit}`))))),
      text.fit === 'shrink' ? null : this.#number('maxLines', say('design.maxLines'), String(text.maxLines), '', (value) => this.#act.look({ maxLines: Math.round(value) })),
    ];
  }

  /** @param {Part} part */
  #paint(part) {
    const { paint } = part;
    if (!paint) return null;
    const kinds = part.kind === 'fill' ? PAINTS.slice(1) : PAINTS;
    const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
    swatch.style.backgroundColor = paint.colour;
    const choose = /** @param {string} kind */ (kind) => this.#act.look({ paint: { kind: PAINTS.find((one) => one === kind) ?? 'fixed', colour: paint.colour } });
    const take = /** @param {HTMLInputElement} input */ (input) => {
      const colour = colourOf(input.value);
      if (colour === null) input.value = input.defaultValue;
      else if (colour !== paint.colour) {
        input.defaultValue = input.value;
        this.#act.look({ paint: { kind: paint.kind, colour } });
      }
    };
    return el('div', { class: 'stack' }, this.#select('paint', say('design.paint'), kinds.map((kind) => [kind, say(`design.paint.${kind}`)]), paint.kind, choose),
      el('label', { class: 'label colour' }, say(paint.kind === 'fixed' ? 'design.colour' : 'design.colour.without'), el('span', { class: 'row' }, swatch, this.#input('colour', paint.colour, take))));
  }

  /** @param {Part} part */
  #condition(part) {
    const own = part.slot ?? '';
    const slots = ['organisation', 'title', 'ticket_type', 'sessions', 'given_name', 'family_name', 'note', 'rehearsal'].filter((slot) => slot !== own);
    /** @type {[string, string][]} */
    const choices = [['', say('design.if.always')], ...slots.flatMap((slot) => /** @type {[string, string][]} */ ([[slot, say('design.if.with', { slot: slotName(slot) })], [`!${slot}`, say('design.if.without', { slot: slotName(slot) })]]))];
    if (!choices.some(([value]) => value === part.condition)) choices.push([part.condition, conditionText(part.condition)]);
    if (part.kind === 'code' || part.kind === 'bars') return null;
    return this.#select('condition', say('design.if'), choices, part.condition, (condition) => this.#act.look({ condition }));
  }

  /** @param {string} keep @param {string} word @param {[string, string][]} choices @param {string} value @param {(value: string) => void} choose */
  #select(keep, word, choices, value, choose) {
    return el('label', { class: 'label' }, word, el('select', { class: 'input', 'data-keep': keep, on: { change: (/** @type {Event} */ event) => event.target instanceof HTMLSelectElement && choose(event.target.value) } },
      ...choices.map(([choice, text]) => el('option', { value: choice, selected: choice === value }, text))));
  }

  /** @param {string} keep @param {string} word @param {string} value @param {string} unit @param {(value: number) => void} take */
  #number(keep, word, value, unit, take) {
    const read = /** @param {HTMLInputElement} input */ (input) => {
      const number = Number(input.value.replace(/[a-z\s\u00a0]/gi, '').replace(',', '.'));
      if (input.value.trim() === '' || !Number.isFinite(number)) input.value = input.defaultValue;
      else if (input.value !== input.defaultValue) {
        // Taken over: what is shown next is what came of it.
        input.defaultValue = input.value;
        take(number);
      }
    };
    const full = unit ? `${value}\u00a0${unit}` : value;
    return el('label', { class: 'label' }, word, this.#input(keep, full, read));
  }

  /** @param {string} keep @param {string} value @param {(input: HTMLInputElement) => void} take */
  #input(keep, value, take) {
    const on = {
      change: (/** @type {Event} */ event) => event.target instanceof HTMLInputElement && take(event.target),
      focus: (/** @type {Event} */ event) => event.target instanceof HTMLInputElement && event.target.select(),
    };
    return el('input', { class: 'input', type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: '20', value, 'data-keep': keep, on });
  }

  /** @param {'bold' | 'italic'} name @param {boolean} on */
  #toggle(name, on) {
    return el('label', { class: 'check' }, el('input', { type: 'checkbox', checked: on, 'data-keep': name, on: { change: () => this.#act.look({ [name]: !on }) } }), el('span', {}, say(`design.${name}`)));
  }

  /**
   * @template {string} T
   * @param {'align' | 'vertical'} name
   * @param {readonly T[]} values
   * @param {T} chosen
   * @param {(value: T) => void} choose
   */
  #choice(name, values, chosen, choose) {
    return el('div', {}, el('p', { class: 'label' }, say(`design.${name}`)), el('div', { class: 'segments', role: 'radiogroup', 'aria-label': say(`design.${name}`) }, ...values.map((value) =>
      el('button', { type: 'button', role: 'radio', 'aria-checked': String(value === chosen), 'data-keep': `${name}.${value}`, on: { click: () => choose(value) } }, say(`design.${name}.${value}`)))));
  }
}

/** `#rrggbb` of what somebody typed; null: no colour. @param {string} text */
export function colourOf(text) {
  const digits = text.trim().replace(/^#/, '').toLowerCase();
  if (/^[0-9a-f]{6}$/.test(digits)) return `#${digits}`;
  return /^[0-9a-f]{3}$/.test(digits) ? `#${[...digits].map((digit) => digit + digit).join('')}` : null;
}
