// A printer added or changed: those that were found, then the address. At the end what belongs to all: order and habit.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { call } from '../../host.js';
import { FormNote } from '../../parts/form_note.js';
import { icon } from '../../parts/icons.js';
import { say, sayNodes } from '../../i18n/say.js';
import { titleOf } from '../badges/gallery.js';

/** @import { FoundPrinter, PrinterChoice, PrinterState, Printers, TemplateName } from '../../../types/wire.js' */

/** @type {PrinterChoice['kind'][]} */
const KINDS = ['ipp', 'zpl', 'brother', 'folder'];
const AUTO = /** @type {const} */ (['onCheckIn', 'twice', 'onRequest', 'off']);

/** @typedef {{ saved: (printers: Printers) => void, close: () => void }} FormActs */
/** @typedef {FormActs & { locked: () => boolean }} PrinterFormActs `locked`: whether the event has a passphrase */

export class PrinterForm {
  element = el('section', { class: 'card printer-form' });
  #act;
  #note = new FormNote();
  #foundPlace = el('div', { class: 'stack found' });
  /** What a folder means beside an event with a passphrase. */
  #inClear = el('p', { class: 'note decide small', role: 'status', hidden: true });
  /** @type {PrinterState | null} */
  #printer = null;

  /** @param {PrinterFormActs} act */
  constructor(act) {
    this.#act = act;
    this.element.addEventListener('input', () => {
      this.#note.hide();
      this.#sayInClear();
    });
  }

  #sayInClear() {
    this.#inClear.hidden = this.#input('kind').value !== 'folder' || !this.#act.locked();
    fill(this.#inClear, icon('alert', 'small'), el('span', {}, say('printers.folder.locked')));
  }

  /** @param {PrinterState | null} printer null: a new one */
  open(printer) {
    this.#printer = printer;
    this.#note.hide();
    const title = printer ? say('printers.edit', { name: printer.name }) : say('printers.add');
    this.element.setAttribute('aria-label', title);
    fill(this.element,
      el('div', { class: 'card-head' }, el('h2', {}, title), el('div', { class: 'row' }, cap('Esc'), el('button', { class: 'button quiet', type: 'button', 'aria-label': say('act.close'), 'aria-keyshortcuts': 'Escape', 'data-deed': 'form.close', on: { click: () => this.#act.close() } }, icon('close', 'small')))),
      printer ? null : this.#foundPlace,
      this.#fields());
    this.#sayInClear();
    if (!printer) this.#look();
    this.#input('name').focus();
  }

  /** Looks for printers in the network and on this computer. */
  async #look() {
    fill(this.#foundPlace, el('p', { class: 'soft small-text', role: 'status' }, say('printers.looking')));
    /** @type {FoundPrinter[]} */
    const found = await call('findPrinters', {}).catch(() => []);
    fill(this.#foundPlace, found.length
      ? el('ul', {}, ...found.map((one) => el('li', {}, el('button', { class: 'button wide start', type: 'button', 'data-found': one.address, on: { click: () => this.#take(one) } },
        icon('printer', 'small'), el('span', { class: 'stack' }, bdi(one.name || one.address), el('span', { class: 'soft small-text' }, bdi([one.model, one.address].filter(Boolean).join(' · '))))))))
      : el('p', { class: 'soft small-text' }, say('printers.noneFound')),
      el('button', { class: 'button quiet', type: 'button', 'data-deed': 'form.look', on: { click: () => this.#look() } }, say('printers.lookAgain')));
  }

  /** @param {FoundPrinter} found */
  #take(found) {
    this.#input('kind').value = found.kind;
    this.#input('address').value = found.address;
    this.#sayInClear();
    if (!this.#input('name').value) this.#input('name').value = (found.name || found.model).slice(0, 60);
    this.#input('name').focus();
  }

  #fields() {
    const printer = this.#printer;
    const field = /** @param {string} name @param {unknown} value @param {{ type?: string, optional?: boolean, max?: number }} [how] */ (name, value, how = {}) =>
      el('label', { class: 'label' }, say(`printers.field.${name}`), how.optional ? el('span', { class: 'optional' }, ' ', say('walkIn.optional')) : null,
        el('input', { class: 'input', name, value: value ?? '', type: how.type ?? 'text', maxlength: how.max ?? 60, autocomplete: 'off', spellcheck: 'false', required: !how.optional, step: 'any' }));
    const kinds = printer && !KINDS.includes(printer.kind) ? [...KINDS, printer.kind] : KINDS;
    const [right, down] = printer?.offsetMm ?? [0, 0];
    const submit = /** @param {Event} event */ (event) => {
      event.preventDefault();
      this.#save();
    };
    return el('form', { class: 'stack', novalidate: true, on: { submit } },
      el('div', { class: 'two' }, field('name', printer?.name), field('place', printer?.place, { optional: true })),
      el('div', { class: 'two' },
        el('label', { class: 'label' }, say('printers.field.kind'), el('select', { class: 'input', name: 'kind' }, ...kinds.map((kind) => el('option', { value: kind, selected: kind === printer?.kind }, say(`printers.kind.${kind}`))))),
        field('address', printer?.address, { max: 500 })),
      el('p', { class: 'soft small-text' }, say('printers.address.help')), this.#inClear,
      el('div', { class: 'two' }, field('rollLabels', printer?.rollLabels, { type: 'number', optional: true }), field('dpi', printer?.dpi, { type: 'number', optional: true })),
      el('div', { class: 'two' }, field('right', right || '', { type: 'number', optional: true }), field('down', down || '', { type: 'number', optional: true })),
      this.#note.element,
      el('div', { class: 'row wrap' }, el('button', { class: 'button main', type: 'submit', 'data-deed': 'form.save' }, say('act.save')),
        printer ? el('button', { class: 'button danger', type: 'button', 'data-deed': 'form.remove', on: { click: () => this.#remove(printer) } }, say('printers.remove')) : null));
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #input(name) {
    const found = this.element.querySelector(`[name="${name}"]`);
    if (!found) throw new Error(`no field ${name}`);
    return /** @type {HTMLInputElement} */ (found);
  }

  async #save() {
    const value = /** @param {string} name */ (name) => this.#input(name).value.trim();
    const whole = /** @param {string} name */ (name) => (value(name) ? Number(value(name)) : undefined);
    const known = this.#printer;
    try {
      this.#act.saved(await call('savePrinter', {
        id: known?.id ?? '', name: value('name'), place: value('place'), kind: /** @type {PrinterChoice['kind']} */ (value('kind')), address: value('address'),
        dpi: whole('dpi'), rollLabels: whole('rollLabels'), offsetMm: [whole('right') ?? 0, whole('down') ?? 0],
        // A certificate was accepted for one address.
        certificate: known?.address === value('address') ? known.certificate : undefined, paused: known?.paused ?? false,
      }));
    } catch (problem) {
      this.#note.showProblem(problem);
    }
  }

  /** @param {PrinterState} printer */
  async #remove(printer) {
    try {
      this.#act.saved(await call('removePrinter', { printer: printer.id }));
    } catch (problem) {
      this.#note.showProblem(problem);
    }
  }
}

/** @typedef {FormActs & { templates: () => TemplateName[] }} OrderActs */

export class OrderForm {
  element = el('section', { class: 'card printer-form' });
  #act;
  #note = new FormNote();
  /** @type {Printers | null} */
  #all = null;

  /** @param {OrderActs} act */
  constructor(act) {
    this.#act = act;
  }

  /** @param {Printers} all */
  open(all) {
    this.show(all);
    /** @type {HTMLElement | null} */ (this.element.querySelector('[data-deed]'))?.focus();
  }

  /** @param {Printers} all */
  show(all) {
    this.#all = all;
    const kept = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.deed : undefined;
    this.element.setAttribute('aria-label', say('printers.order'));
    fill(this.element,
      el('div', { class: 'card-head' }, el('h2', {}, say('printers.order')), el('div', { class: 'row' }, cap('Esc'), el('button', { class: 'button quiet', type: 'button', 'aria-label': say('act.close'), 'aria-keyshortcuts': 'Escape', 'data-deed': 'form.close', on: { click: () => this.#act.close() } }, icon('close', 'small')))),
      el('p', { class: 'soft small-text' }, say('printers.order.help')),
      this.#list('', all.order),
      ...this.#owns(all).map((own) => this.#own(own, all)),
      this.#another(all),
      this.#habit(), this.#note.element);
    if (kept) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-deed="${CSS.escape(kept)}"]`))?.focus();
  }

  /** @param {string} template empty: all others @param {string[]} order */
  #list(template, order) {
    const named = order.map((id) => this.#all?.printers.find((one) => one.id === id)).filter((one) => one !== undefined);
    const rest = this.#all?.printers.filter((one) => !order.includes(one.id)) ?? [];
    const put = /** @param {string[]} next */ (next) => this.#set(template ? { templates: { ...this.#all?.templates, [template]: next } } : { order: next });
    const swapped = /** @param {number} at */ (at) => order.map((id, place) => (place === at - 1 ? order[at] ?? id : place === at ? order[at - 1] ?? id : id));
    return el('div', { class: 'stack' }, el('ol', { class: 'printer-order' }, ...named.map((printer, at) => el('li', {},
      el('span', { class: 'cut' }, bdi(printer.name)),
      el('button', { class: 'button', type: 'button', disabled: at === 0, 'data-deed': `up.${template}.${printer.id}`, 'aria-label': say('printers.order.up', { name: printer.name }), on: { click: () => put(swapped(at)) } }, say('printers.order.upShort')),
      el('button', { class: 'button quiet', type: 'button', disabled: named.length === 1, 'data-deed': `out.${template}.${printer.id}`, 'aria-label': say('printers.order.out', { name: printer.name }), on: { click: () => put(order.filter((id) => id !== printer.id)) } }, icon('close', 'small'))))),
    rest.length ? el('div', { class: 'row wrap' }, ...rest.map((printer) => el('button', { class: 'button quiet', type: 'button', 'data-deed': `in.${template}.${printer.id}`, on: { click: () => put([...order, printer.id]) } }, icon('plus', 'small'), bdi(printer.name)))) : null);
  }

  /** The templates with an order of their own; also one that the event has no longer. @param {Printers} all @returns {TemplateName[]} */
  #owns(all) {
    const known = this.#act.templates();
    return Object.keys(all.templates).map((template) => known.find((one) => one.template === template) ?? { template });
  }

  /** @param {TemplateName} own @param {Printers} all */
  #own(own, all) {
    const { [own.template]: order, ...others } = all.templates;
    const same = () => this.#set({ templates: /** @type {Record<string, string[]>} */ (others) });
    return el('div', { class: 'stack', 'data-order': own.template }, el('h3', {}, ...sayNodes('printers.order.for', { template: bdi(titleOf(own)) })), this.#list(own.template, order ?? []),
      el('button', { class: 'button quiet', type: 'button', 'data-deed': `same.${own.template}`, on: { click: same } }, el('span', {}, ...sayNodes('printers.order.same', { template: bdi(titleOf(own)) }))));
  }

  /** Another template gets an order of its own: that of all, to begin with. @param {Printers} all */
  #another(all) {
    const rest = this.#act.templates().filter((one) => !all.templates[one.template]);
    if (rest.length === 0 || all.order.length < 2) return null;
    const choice = el('select', { class: 'input', 'data-deed': 'template.which' }, ...rest.map((one) => el('option', { value: one.template }, titleOf(one))));
    const set = () => this.#set({ templates: { ...all.templates, [choice.value]: all.order } });
    return el('div', { class: 'row wrap order-own' }, el('label', { class: 'label' }, say('printers.order.own'), choice),
      el('button', { class: 'button quiet', type: 'button', 'data-deed': 'template.add', on: { click: set } }, icon('plus', 'small'), say('printers.order.ownShort')));
  }

  #habit() {
    const auto = this.#all?.auto;
    return el('fieldset', { class: 'stack habit' }, el('legend', { class: 'label' }, say('printers.auto')),
      ...AUTO.map((habit) => el('label', { class: 'check' }, el('input', { type: 'radio', name: 'auto', value: habit, checked: habit === auto, 'data-deed': `auto.${habit}`, on: { change: () => this.#set({ auto: habit }) } }), el('span', {}, say(`printers.auto.${habit}`)))));
  }

  /** @param {{ order?: string[], templates?: Record<string, string[]>, auto?: Printers['auto'] }} change */
  async #set(change) {
    try {
      const all = await call('setPrinting', change);
      this.show(all);
      this.#act.saved(all);
    } catch (problem) {
      this.#note.showProblem(problem);
    }
  }
}
