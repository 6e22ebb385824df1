// The lamps: is the scanner heard, do badges come out. Each says only what is known, and says so when it is not.

import { cap, el, fill } from '../parts/dom.js';
import { icon, shape } from '../parts/icons.js';
import { say } from '../i18n/say.js';
import { isWell, kindOf, wordOf } from '../screens/printers/looks.js';

/** @import { Desk } from '../desk.js' */
/** @import { PrinterLamp } from '../../types/wire.js' */
/** @import { Computer, ScannerNews } from '../../types/shell.js' */
/** @import { ShapeName } from '../parts/icons.js' */

/** @typedef {{ id: string, kind: ShapeName, text: string }} Lamp */

/** After so long without a scan nobody knows whether the scanner still works, in ms. */
export const QUIET_MS = 30 * 60 * 1000;
/** A badge that has waited so long is not "being printed", in ms. */
export const STUCK_MS = 15 * 1000;

/**
 * @typedef {object} Signs what the lamps are made of
 * @property {number} now in ms
 * @property {boolean} inFront whether the window gets the keys
 * @property {number | null} lastScan when a scan came last, in ms
 * @property {{ waiting: number, sent: number, unknown: number, failed: number, since: number | null } | null} printing
 * @property {PrinterLamp[]} printers none: badges go to the folder
 * @property {boolean} off whether no printer is used here
 * @property {'off' | 'starting' | 'ready' | 'gone'} camera
 * @property {DeviceSigns} devices scanners that do not type
 * @property {Computer | null} computer
 * @property {boolean} silent whether the event does not answer
 */

/** @typedef {{ away: string[], starting: string[], ready: string[], silent: boolean }} DeviceSigns the names of those that are away, being opened and read */

/** @param {Signs} signs @returns {Lamp} */
export function scannerLamp(signs) {
  if (!signs.inFront) return { id: 'scanner', kind: 'stop', text: say('lamp.scanner.behind') };
  const heard = signs.lastScan !== null && signs.now - signs.lastScan < QUIET_MS;
  return heard
    ? { id: 'scanner', kind: 'go', text: say('lamp.scanner.ready') }
    : { id: 'scanner', kind: 'off', text: say('lamp.scanner.quiet') };
}

/** A camera that the desk has turned on; no lamp for one that is off. @param {Signs} signs @returns {Lamp[]} */
export function cameraLamp({ camera }) {
  if (camera === 'off') return [];
  if (camera === 'gone') return [{ id: 'camera', kind: 'stop', text: say('lamp.camera.gone') }];
  return [{ id: 'camera', kind: camera === 'ready' ? 'go' : 'off', text: say(camera === 'ready' ? 'lamp.camera.ready' : 'lamp.camera.starting') }];
}

/** The most letters of names in a lamp; with more, those that are well are counted. */
const MOST_NAMES = 24;

/** Scanners on ports and grabbed ones; no lamp where there are none. @param {Signs} signs @returns {Lamp[]} */
export function deviceLamp({ devices: { away, starting, ready, silent } }) {
  if (!away.length && !starting.length && !ready.length) return [];
  if (silent) return [{ id: 'devices', kind: 'unknown', text: say('lamp.devices.silent') }];
  if (away[0]) return [{ id: 'devices', kind: 'stop', text: say('lamp.devices.gone', { name: away[0] }) }];
  if (starting[0]) return [{ id: 'devices', kind: 'off', text: say('lamp.devices.starting', { name: starting[0] }) }];
  const names = ready.join(', ');
  return [{ id: 'devices', kind: 'go', text: ready.length > 1 && names.length > MOST_NAMES ? say('lamp.devices.readyMany', { n: ready.length }) : say('lamp.devices.ready', { names }) }];
}

/** How the scanners that do not type are. @param {ScannerNews['scanners']} scanners @param {boolean} silent @returns {DeviceSigns} */
export function deviceSigns(scanners, silent) {
  const named = /** @param {(state: string) => boolean} is */ (is) => scanners.filter(({ state }) => is(state)).map(({ id }) => shortName(id));
  return {
    away: named((state) => state !== 'ready' && state !== 'starting'),
    starting: named((state) => state === 'starting'),
    ready: named((state) => state === 'ready'),
    silent,
  };
}

/** What a lamp calls a scanner: the end of its port, or its own name behind its numbers and its place. @param {string} id */
function shortName(id) {
  const name = /^[0-9a-f]{4}:[0-9a-f]{4} \S+ (.+)$/i.exec(id)?.[1] ?? id.split('/').filter(Boolean).at(-1) ?? id;
  return name.length > MOST_NAMES ? `${name.slice(0, MOST_NAMES - 1)}…` : name;
}

/** A battery that is so empty has no more than a few minutes, in percent. */
export const LOW_PERCENT = 20;

/** The computer runs on its battery; no lamp while it has mains or does not say. @param {Signs} signs @returns {Lamp[]} */
export function powerLamp({ computer }) {
  if (!computer || computer.mains !== false) return [];
  const { percent } = computer;
  if (percent === undefined) return [{ id: 'power', kind: 'decide', text: say('lamp.power.battery') }];
  return [percent <= LOW_PERCENT ? { id: 'power', kind: 'stop', text: say('lamp.power.low', { n: percent }) } : { id: 'power', kind: 'decide', text: say('lamp.power.left', { n: percent }) }];
}

/**
 * Whether badges come out: one lamp for the badges themselves where something is the matter with one, and one for each printer
 * that is the first or is not well; without printers one for the folder.
 *
 * @param {Signs} signs
 * @returns {Lamp[]}
 */
export function printerLamps(signs) {
  const { printing, printers } = signs;
  const first = printers.find((printer) => printer.isFirst) ?? printers[0];
  const p = first?.name ?? say('printer.folder');
  if (signs.silent || !printing) return [{ id: 'printer', kind: 'unknown', text: say('lamp.printer.silent', { p }) }];
  const waiting = printing.waiting + printing.sent;
  const isStuck = waiting > 0 && printing.since !== null && signs.now - printing.since > STUCK_MS;
  const lamps = printers.filter((printer) => printer === first || !isWell(printer.state) || printer.isLow).map((printer) => onePrinter(printer, waiting));
  if (printing.failed) lamps.unshift({ id: 'printer', kind: 'stop', text: say('lamp.printer.failed', { n: printing.failed }) });
  else if (printing.unknown) lamps.unshift({ id: 'printer', kind: 'unknown', text: say('lamp.printer.unknown', { n: printing.unknown }) });
  // Printers that say they are well while badges wait are not to be believed.
  else if (isStuck && printers.every((printer) => isWell(printer.state))) {
    const text = first ? say('lamp.printer.stuck', { n: waiting }) : say('lamp.printer.silent', { p });
    return [{ id: 'printer', kind: 'unknown', text }, ...lamps];
  }
  if (first || lamps.length) return lamps;
  if (signs.off) return [{ id: 'printer', kind: 'off', text: say('lamp.printer.none') }];
  return [{ id: 'printer', kind: 'go', text: waiting ? say('lamp.printer.writingFolder', { n: waiting }) : say('lamp.printer.folder') }];
}

/** @param {PrinterLamp} printer @param {number} waiting @returns {Lamp} */
function onePrinter({ id, name: p, state, left, isLow }, waiting) {
  const lamp = /** @param {ShapeName} kind @param {string} text */ (kind, text) => ({ id: `printer.${id}`, kind, text });
  if (state === 'paperOut') return lamp('stop', say('lamp.printer.out', { p }));
  if (state === 'coverOpen') return lamp('stop', say('lamp.printer.open', { p }));
  if (state === 'silent') return lamp('unknown', say('lamp.printer.silent', { p }));
  if (!isWell(state)) return lamp(kindOf(state), say('lamp.printer.other', { p, state: wordOf(state) }));
  if (isLow) return lamp('decide', left === undefined ? say('lamp.printer.lowUnknown', { p }) : say('lamp.printer.low', { p, n: left }));
  if (state === 'printing') return lamp('go', say('lamp.printer.writing', { p, n: Math.max(1, waiting) }));
  return lamp('go', left === undefined ? say('lamp.printer.ready', { p }) : say('lamp.printer.readyLeft', { p, n: left }));
}

/** The worst first, so that it is seen where there is little room. @param {Lamp[]} lamps */
export function worstFirst(lamps) {
  const order = ['stop', 'unknown', 'decide', 'off', 'seen', 'go'];
  return lamps[0] && lamps.every((lamp) => lamp.kind === 'go' || lamp.kind === 'off')
    ? lamps
    : [...lamps].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

export class Foot {
  #lamps = el('div', { class: 'lamps', role: 'status', 'aria-live': 'polite' });
  #who = el('div', { class: 'who' });
  /** @type {Desk} */
  #desk;
  /** @type {number | null} */
  #lastScan = null;
  /** How the camera is. @type {Signs['camera']} */
  #camera = 'off';
  /** @type {Signs['devices']} */
  #devices = deviceSigns([], false);
  /** @type {number | null} */
  #waitingSince = null;
  #shown = '';

  /** @param {HTMLElement} place @param {Desk} desk @param {{ keys: () => void, lock: () => void, who: () => string, lamp: (id: string) => void }} act */
  constructor(place, desk, act) {
    this.#desk = desk;
    this.act = act;
    fill(place, this.#lamps, this.#who);
    for (const news of /** @type {const} */ (['printing', 'silent', 'computer', 'clock'])) desk.on(news, () => this.show());
    addEventListener('focus', () => this.show());
    addEventListener('blur', () => this.show());
  }

  /** The scanners that do not type are so now. @param {{ scanners: ScannerNews['scanners'], silent: boolean }} devices */
  devicesAre({ scanners, silent }) {
    this.#devices = deviceSigns(scanners, silent);
    this.show();
  }

  /** The camera is so now. @param {Signs['camera']} camera */
  seeing(camera) {
    this.#camera = camera;
    this.show();
  }

  /** A scan was heard that came through the keys. */
  heard() {
    this.#lastScan = this.#desk.now();
    this.show();
  }

  show() {
    const signs = this.#signs();
    // Where no badges are printed a lamp for them would be one that means nothing; a badge that somebody asked for has one.
    const prints = this.#desk.info.badges || signs.printing === null || Object.values(signs.printing).some(Boolean);
    const lamps = worstFirst([scannerLamp(signs), ...deviceLamp(signs), ...cameraLamp(signs), ...powerLamp(signs), ...(prints ? printerLamps(signs) : [])]);
    const text = lamps.map((lamp) => lamp.kind + lamp.text).join('|');
    // Spoken on a change only.
    if (text === this.#shown) return;
    this.#shown = text;
    const buttons = lamps.map((lamp) =>
      el('button', { class: `lamp ${lamp.kind}`, 'data-lamp': lamp.id, 'data-kind': lamp.kind, type: 'button', on: { click: () => this.act.lamp(lamp.id) } },
        shape(lamp.kind), lamp.text));
    fill(this.#lamps, ...buttons);
  }

  /** Shows the words anew, in another language. */
  showAll() {
    this.#shown = '';
    this.show();
    const keys = el('button', { class: 'lamp', type: 'button', 'aria-keyshortcuts': 'F1', on: { click: () => this.act.keys() } },
      icon('help', 'small'), say('act.keys'), cap('F1'));
    const who = this.act.who();
    const lock = who ? el('button', { class: 'lamp', type: 'button', 'data-lock': true, 'aria-keyshortcuts': 'F12', 'aria-label': say('act.lock'), on: { click: () => this.act.lock() } }, icon('lock', 'small'), cap('F12')) : null;
    const name = who ? [' · ', el('bdi', {}, who)] : [];
    fill(this.#who, el('span', { class: 'lamp desk' }, el('b', {}, el('bdi', {}, this.#desk.info.desk?.name ?? '')), ...name), lock, keys);
  }

  /** @returns {Signs} */
  #signs() {
    const printing = this.#desk.printing;
    const waiting = printing ? printing.waiting + printing.sent : 0;
    if (!waiting) this.#waitingSince = null;
    else this.#waitingSince ??= this.#desk.now();
    return {
      now: this.#desk.now(),
      inFront: document.hasFocus(),
      lastScan: this.#lastScan,
      printing: printing && {
        waiting: printing.waiting,
        sent: printing.sent,
        unknown: printing.unknown.length,
        failed: printing.failed.length,
        since: this.#waitingSince,
      },
      printers: this.#desk.printers,
      off: this.#desk.printersOff,
      camera: this.#camera,
      devices: this.#devices,
      computer: this.#desk.computer,
      silent: this.#desk.silent,
    };
  }
}
