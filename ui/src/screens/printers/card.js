// One printer as a card: its state as head, what has moved where, what is asked, its numbers, and what can be done.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { number, time } from '../../parts/format.js';
import { icon, shape } from '../../parts/icons.js';
import { say, sayNodes } from '../../i18n/say.js';
import { isWell, kindOf, wordOf } from './looks.js';

/** @import { PrinterState, Printers } from '../../../types/wire.js' */

/** States after which a roll was changed, as a rule. */
const ROLL = ['paperOut', 'coverOpen', 'supplyOut'];

/**
 * @typedef {object} CardActs
 * @property {(printer: PrinterState) => void} rollChanged
 * @property {(printer: PrinterState, page: 'label' | 'alignment') => void} test
 * @property {(printer: PrinterState) => void} pause
 * @property {(printer: PrinterState) => void} edit
 * @property {(printer: PrinterState, to: PrinterState) => void} move
 * @property {(job: string, attendee: string, cameOut: boolean, again?: string) => void} answer
 * @property {(printer: PrinterState) => void} accept its certificate
 */

/** @param {PrinterState} printer @param {Printers} all @param {CardActs} act @param {{ f7: boolean, how: boolean, toggleHow: () => void }} view */
export function printerCard(printer, all, act, view) {
  const kind = kindOf(printer.state);
  const head = `printer-${printer.id}`;
  return el('section', { class: 'card printer', 'data-printer': printer.id, 'data-state': printer.state, 'aria-labelledby': head },
    el('header', { class: `printer-state ${kind}` }, shape(kind), el('b', {}, wordOf(printer.state))),
    el('div', {}, el('h2', { id: head }, bdi(printer.name)), el('p', { class: 'soft small-text' }, bdi(about(printer))), printer.place ? el('p', { class: 'soft small-text' }, bdi(printer.place)) : null),
    ...notes(printer),
    el('dl', { class: 'printer-facts' }, ...facts(printer).flatMap(([word, value]) => [el('dt', {}, word), el('dd', {}, value)])),
    view.how ? howToChange() : null,
    el('div', { class: 'stack down' }, ...deeds(printer, all, act, view)));
}

/** @param {PrinterState} printer */
function about(printer) {
  const [width, length] = printer.mediaMm ?? [0, 0];
  const media = !printer.mediaMm ? '' : length ? say('printers.label', { w: number(width), h: number(length) }) : say('printers.roll', { w: number(width) });
  return [printer.model ?? say(`printers.kind.${printer.kind}`), media].filter(Boolean).join(' · ');
}

/** @param {PrinterState} printer */
function notes(printer) {
  const all = [];
  for (const { to, names } of printer.moved) {
    all.push(el('div', { class: 'note stop small moved' }, icon('swap', 'small'),
      el('span', {}, el('b', {}, ...sayNodes('printer.moved', { n: names.length, printer: bdi(to) })), el('br'), ...listed(names))));
  }
  const [asked] = printer.unknown;
  if (asked) {
    all.push(el('div', { class: 'note calm small asked' }, icon('help', 'small'),
      el('span', {}, el('b', {}, ...sayNodes('printers.ask', { name: bdi(asked.name) })), el('br'), say(printer.tells ? 'printers.ask.silent' : 'printers.ask.never'),
        printer.unknown.length > 1 ? ` ${say('printers.ask.more', { n: printer.unknown.length - 1 })}` : '')));
  }
  if (printer.showsCertificate) {
    all.push(el('div', { class: 'note small' }, icon('alert', 'small'), el('span', {}, el('b', {}, say('printers.certificate')), el('br'), say('printers.certificate.help'), el('br'), el('code', { class: 'fingerprint' }, printer.showsCertificate))));
  }
  if (printer.emptyInMinutes !== undefined) {
    const soon = printer.before ? say('printer.rollSoon', { n: printer.emptyInMinutes, time: time(printer.before) }) : say('printers.rollEnds', { n: printer.emptyInMinutes });
    all.push(el('div', { class: 'note small roll' }, icon('alert', 'small'), el('span', {}, soon)));
  }
  return all;
}

/** Names in one line, each with its own direction. @param {string[]} names */
function listed(names) {
  return names.flatMap((name, at) => (at ? [', ', bdi(name)] : [bdi(name)]));
}

/** @param {PrinterState} printer @returns {[string, string][]} */
function facts(printer) {
  /** @type {[string, string][]} */
  const facts = [[say('printers.queue'), number(printer.queue)]];
  if (printer.left !== undefined) facts.push([say('printers.left'), say('printers.left.about', { n: number(printer.left) })]);
  if (!isWell(printer.state) && printer.lastAnswer) facts.push([say('printers.lastAnswer'), say('time.today', { time: time(printer.lastAnswer) })]);
  else if (printer.lastLabel) facts.push([say('printers.lastLabel'), say('time.today', { time: time(printer.lastLabel) })]);
  facts.push([say('printers.today'), number(printer.today)]);
  if (printer.tested) facts.push([say('printers.tested'), say(printer.tested === 'confirmed' ? 'badge.printed' : printer.tested === 'unknown' ? 'badge.unknown' : `printerState.${printer.tested}`)]);
  return facts;
}

function howToChange() {
  return el('ol', { class: 'how small-text' }, ...['open', 'insert', 'close', 'say'].map((step) => el('li', {}, say(`printers.how.${step}`))));
}

/** @param {PrinterState} printer @param {Printers} all @param {CardActs} act @param {{ f7: boolean, toggleHow: () => void, how: boolean }} view */
function deeds(printer, all, act, view) {
  const button = /** @param {string} name @param {string} text @param {() => void} run @param {{ main?: boolean, key?: string }} [how] */ (name, text, run, how = {}) =>
    el('button', { class: `button wide ${how.main ? 'main' : ''}`, type: 'button', 'data-deed': `${printer.id}.${name}`, 'aria-keyshortcuts': how.key, on: { click: run } }, text, how.key ? cap(how.key) : null);
  const next = all.order.map((id) => all.printers.find((one) => one.id === id)).find((one) => one && one.id !== printer.id && isWell(one.state));
  const [asked] = printer.unknown;
  if (asked) {
    const again = isWell(printer.state) ? printer : (next ?? printer);
    return [
      button('yes', say('act.cameOut'), () => act.answer(asked.job, asked.attendee, true), { main: true, ...(view.f7 ? { key: 'F7' } : {}) }),
      button('no', say('act.printElsewhere', { printer: again.name }), () => act.answer(asked.job, asked.attendee, false, again.id)),
    ];
  }
  const small = el('div', { class: 'pair' },
    button('align', say('printers.align'), () => act.test(printer, 'alignment')),
    button('edit', say('act.edit'), () => act.edit(printer)));
  if (printer.showsCertificate) return [button('accept', say('printers.accept'), () => act.accept(printer), { main: true }), small];
  const move = next && printer.queue > 0 && !isWell(printer.state) ? [button('move', say('printers.moveTo', { printer: next.name }), () => act.move(printer, next))] : [];
  if (ROLL.includes(printer.state)) {
    return [button('roll', say('act.rollChanged'), () => act.rollChanged(printer), { main: true }), button('how', say(view.how ? 'act.close' : 'printers.how'), view.toggleHow), ...move, small];
  }
  return [
    printer.paused ? null : button('test', say('act.testPrint'), () => act.test(printer, 'label')),
    button('pause', say(printer.paused ? 'act.resume' : 'printers.pause'), () => act.pause(printer), { main: printer.paused ?? false }),
    printer.rollLabels && isWell(printer.state) && printer.isLow ? button('roll', say('act.rollChanged'), () => act.rollChanged(printer)) : null,
    ...move, small,
  ].filter((one) => one !== null);
}

/** What stands in the place of all cards where there is none. @param {HTMLElement} place @param {Node[]} children */
export function empty(place, children) {
  fill(place, el('div', { class: 'card printers-none' }, ...children));
}
