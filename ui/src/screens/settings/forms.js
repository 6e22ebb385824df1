// What can be set of the event, of a session, a ticket type and a question: one table of fields each, and the fields
// themselves. A value that makes no sense is told by the kiosk, which knows the rules.

import { el } from '../../parts/dom.js';
import { say } from '../../i18n/say.js';
import { titleOf } from '../badges/gallery.js';

/** @import { EventFile, TemplateName } from '../../../types/wire.js' */

/** @typedef {'text' | 'long' | 'lines' | 'number' | 'check' | 'moment' | 'time' | 'choice' | 'several'} FieldKind */

/**
 * @typedef {object} FormField
 * @property {string} name as `EVENT.toml` has it
 * @property {FieldKind} kind
 * @property {boolean} [needed]
 * @property {(file: EventFile, templates: TemplateName[]) => [string, string][]} [choices] value and word
 * @property {boolean} [usual] what holds where nothing is said, of a check
 */

/** @typedef {'event' | 'sessions' | 'ticketTypes' | 'questions'} Part */

/** @type {Record<Part, FormField[]>} */
export const FORMS = {
  event: [
    { name: 'title', kind: 'text', needed: true },
    { name: 'venue', kind: 'text' },
    { name: 'organiser', kind: 'text' },
    { name: 'note', kind: 'long' },
    { name: 'seats', kind: 'number' },
    { name: 'opens', kind: 'moment' },
    { name: 'closes', kind: 'moment' },
    { name: 'entry', kind: 'choice', choices: () => [['once', say('set.entry.once')], ['daily', say('set.entry.daily')]] },
    { name: 'dayBegins', kind: 'time' },
    { name: 'badges', kind: 'check', usual: true },
    { name: 'markReprints', kind: 'check' },
    { name: 'keepDays', kind: 'number' },
    { name: 'privateFields', kind: 'lines' },
  ],
  sessions: [
    { name: 'title', kind: 'text', needed: true },
    { name: 'room', kind: 'text' },
    { name: 'starts', kind: 'moment', needed: true },
    { name: 'ends', kind: 'moment', needed: true },
    { name: 'speakers', kind: 'lines' },
    { name: 'seats', kind: 'number' },
    { name: 'checkIn', kind: 'check', usual: true },
    { name: 'registeredOnly', kind: 'check' },
    { name: 'eventFirst', kind: 'check' },
    { name: 'ticketTypes', kind: 'several', choices: (file) => file.ticketTypes.map((type) => [type.id, type.name]) },
    { name: 'opensBeforeMinutes', kind: 'number' },
    { name: 'closesAfterMinutes', kind: 'number' },
  ],
  ticketTypes: [
    { name: 'name', kind: 'text', needed: true },
    { name: 'colour', kind: 'text' },
    { name: 'badgeTemplate', kind: 'choice', choices: (_, templates) => [['', say('settings.template.usual')], ...templates.map((one) => /** @type {[string, string]} */ ([one.template, titleOf(one)]))] },
    { name: 'badge', kind: 'check', usual: true },
  ],
  questions: [
    { name: 'text', kind: 'text', needed: true },
    { name: 'answer', kind: 'choice', choices: () => ['choice', 'yesNo', 'text', 'number'].map((kind) => [kind, say(`set.answer.${kind}`)]) },
    { name: 'choices', kind: 'lines' },
    { name: 'required', kind: 'check' },
    { name: 'private', kind: 'check' },
  ],
};

/** The parts that are lists, each with the field that names an item. @type {Record<Exclude<Part, 'event'>, string>} */
export const NAMED_BY = { sessions: 'title', ticketTypes: 'name', questions: 'text' };

/** @param {Part} part @param {FormField} field @param {Record<string, any>} item @param {EventFile} file @param {TemplateName[]} templates */
export function control(part, field, item, file, templates) {
  const { name, kind } = field;
  const value = item[name];
  const id = `set-${part}-${name}`;
  const word = say(`set.${part}.${name}`);
  if (kind === 'check') {
    return el('label', { class: 'check whole' }, el('input', { type: 'checkbox', name, checked: value ?? field.usual ?? false }), el('span', {}, word));
  }
  if (kind === 'several') {
    return el('fieldset', { class: 'label whole' }, el('legend', {}, word),
      el('div', { class: 'row wrap' }, ...(field.choices?.(file, templates) ?? []).map(([choice, text]) => el('label', { class: 'check' }, el('input', { type: 'checkbox', name, value: choice, checked: (value ?? []).includes(choice) }), el('span', {}, text)))));
  }
  const hint = ['moment', 'time', 'lines'].includes(kind) ? el('span', { class: 'optional' }, ` (${say(`set.hint.${kind}`)})`) : field.needed ? null : el('span', { class: 'optional' }, ' ', say('walkIn.optional'));
  const input = kind === 'choice'
    ? el('select', { class: 'input', name, id }, ...(field.choices?.(file, templates) ?? []).map(([choice, text]) => el('option', { value: choice, selected: choice === (value ?? '') }, text)))
    : kind === 'lines' || kind === 'long'
      ? el('textarea', { class: 'input', name, id, rows: '2', maxlength: '4000', spellcheck: 'false' }, kind === 'lines' ? (value ?? []).join('\n') : value ?? '')
      : el('input', { class: 'input', name, id, type: 'text', inputmode: kind === 'number' ? 'numeric' : 'text', maxlength: '300', autocomplete: 'off', spellcheck: 'false', value: shown(kind, value) });
  return el('label', { class: `label ${kind === 'long' ? 'whole' : ''}`, for: id }, word, hint, input);
}

/** @param {FieldKind} kind @param {unknown} value */
function shown(kind, value) {
  const text = value === undefined || value === null ? '' : String(value);
  if (kind === 'moment') return text.slice(0, 16).replace('T', ' ');
  return kind === 'time' ? text.slice(0, 5) : text;
}

/**
 * What stands in a form, as `EVENT.toml` would say it; nothing for what is left to its default.
 *
 * @param {Part} part
 * @param {HTMLFormElement} form
 * @returns {Record<string, any>}
 */
export function read(part, form) {
  const data = new FormData(form);
  /** @type {Record<string, any>} */
  const item = {};
  for (const { name, kind } of FORMS[part]) {
    const text = String(data.get(name) ?? '').trim();
    if (kind === 'check') item[name] = data.has(name);
    else if (kind === 'several') item[name] = data.getAll(name).map(String);
    else if (kind === 'lines') item[name] = text.split('\n').map((line) => line.trim()).filter(Boolean);
    else if (text === '') item[name] = null;
    else if (kind === 'number') item[name] = /^\d+$/.test(text) ? Number(text) : text;
    else if (kind === 'moment') item[name] = text.replace(' ', 'T').replace(/T(\d\d)\.(\d\d)$/, 'T$1:$2');
    else if (kind === 'time') item[name] = text.replace('.', ':');
    else item[name] = text;
  }
  return item;
}

/** An id for a new item: the letters of its name that an id may have, and a number if it is taken. @param {string} name @param {string[]} taken */
export function newId(name, taken) {
  /** @type {Record<string, string>} */
  const nordic = { æ: 'ae', ø: 'oe', å: 'aa', ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
  const letters = name.toLocaleLowerCase('da').replace(/[æøåäöüß]/g, (letter) => nordic[letter] ?? '').normalize('NFD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'ny';
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? letters : `${letters}-${n}`;
    if (!taken.includes(id)) return id;
  }
}
