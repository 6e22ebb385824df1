// What each column of the list is: its heading, its first values, and the field that a person can change.

import { bdi, el } from '../../parts/dom.js';
import { icon } from '../../parts/icons.js';
import { onceSettled } from '../../parts/settled.js';
import { say } from '../../i18n/say.js';
import { FIELDS, NAMES, OWN } from './reading.js';

/** @import { ListColumn } from '../../../types/wire.js' */

/**
 * @param {ListColumn[]} columns
 * @param {string[]} chosen the field of each
 * @param {(place: number, field: string) => void} choose
 * @param {{ sheets: string[], sheet: string, choose: (sheet: string) => void, remembered: boolean }} more
 */
export function columnsStep(columns, chosen, choose, { sheets, sheet, choose: chooseSheet, remembered }) {
  return el('section', { class: 'card flush list-table' },
    el('div', { class: 'list-table-head' }, el('h2', {}, say('list.columns.title')), el('p', { class: 'soft small-text' }, say(remembered ? 'list.columns.remembered' : 'list.columns.help')),
      sheets.length > 1 ? el('label', { class: 'row' }, el('span', { class: 'label' }, say('list.columns.sheet')),
        el('select', { class: 'input', 'data-keep': 'list.columns.sheet', on: { change: (/** @type {{ target: HTMLSelectElement }} */ event) => chooseSheet(event.target.value) } }, ...sheets.map((name) => el('option', { value: name, selected: name === sheet }, name)))) : null,
      el('ul', { class: 'chips', 'aria-hidden': 'true' }, ...FIELDS.filter((field) => !chosen.includes(field)).map(chip))),
    el('div', { class: 'scrolls', tabindex: 0, role: 'group', 'aria-label': say('list.columns.title') },
      el('table', {}, el('thead', {}, el('tr', {}, ...['heading', 'samples', 'field'].map((name) => el('th', { scope: 'col' }, say(`list.columns.${name}`))))),
        el('tbody', {}, ...columns.map((column, place) => row(column, place, chosen[place] ?? OWN, choose))))));
}

/** A field that can be drawn onto a column; the lists in the rows do the same by keys. @param {string} field */
function chip(field) {
  return el('li', { class: 'chip', draggable: 'true', 'data-chip': field, on: { dragstart: (/** @type {DragEvent} */ event) => event.dataTransfer?.setData('text/plain', field) } }, say(`list.field.${field}`));
}

/**
 * @param {ListColumn} column
 * @param {number} place
 * @param {string} field
 * @param {(place: number, field: string) => void} choose
 */
function row({ heading, samples }, place, field, choose) {
  const option = /** @type {(value: string, text: string) => HTMLOptionElement} */ ((value, text) => el('option', { value, selected: value === field }, text));
  const select = el('select', { class: 'input', 'data-keep': `column-${place}`, 'data-heading': heading, 'aria-label': say('list.columns.choose', { heading }), on: onceSettled((chosen) => choose(place, chosen)) },
    option(OWN, say('list.field.own')), ...FIELDS.map((name) => option(name, say(`list.field.${name}`))));
  const drop = {
    dragover: (/** @type {DragEvent} */ event) => event.preventDefault(),
    drop: (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      const drawn = event.dataTransfer?.getData('text/plain') ?? '';
      if (/** @type {readonly string[]} */ (FIELDS).includes(drawn)) choose(place, drawn);
    },
  };
  return el('tr', { class: field === OWN ? 'own' : '', on: drop }, el('th', { scope: 'row' }, bdi(heading)),
    el('td', {}, samples.length ? el('ul', { class: 'samples' }, ...samples.map((text) => el('li', {}, bdi(text)))) : el('span', { class: 'soft' }, say('list.columns.blank'))),
    el('td', {}, el('div', { class: 'row wrap' }, el('span', { class: 'pick' }, select, icon('next', 'small')), NAMES.includes(field) ? el('span', { class: 'pill line' }, say('list.columns.must')) : null)));
}
