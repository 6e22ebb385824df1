// The scanners of this desk that do not type into the window: chosen from what is plugged in, each with its state.

import { bdi, el } from '../../parts/dom.js';
import { callShell } from '../../host.js';
import { shape } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';

/** @import { DeviceChoice, PluggedIn, ScannerNews, ScannerSettings } from '../../../types/shell.js' */

const RATES = [9600, 19_200, 38_400, 57_600, 115_200];
/** The most scanners of a desk. */
const MOST = 4;
/** The keyboards that a scanner can be set to. */
const LAYOUTS = ['us', 'da', 'de', 'sv'];

/**
 * @typedef {object} ScannerListActs
 * @property {() => ScannerSettings} known
 * @property {() => ScannerNews['scanners']} states
 * @property {(settings: ScannerSettings, done: string) => void} keep
 * @property {() => void} show what is listed is another
 */

export class ScannerList {
  #act;
  /** @type {PluggedIn[]} */
  #found = [];

  /** @param {ScannerListActs} act */
  constructor(act) {
    this.#act = act;
  }

  /** Looks what is plugged in. */
  async look() {
    this.#found = await callShell('pluggedIn', {}).catch(() => []);
    this.#act.show();
  }

  element() {
    const chosen = this.#act.known().devices ?? [];
    // What is chosen and not plugged in stays on the list, and says so.
    const gone = chosen.filter((choice) => !this.#found.some((found) => isSame(choice, found))).map(({ id, kind }) => ({ id, name: id, serial: kind === 'serial' }));
    const all = [...this.#found, ...gone];
    return el('div', { class: 'stack scanner-list' },
      all.length ? el('ul', {}, ...all.map((found) => this.#row(found, chosen))) : el('p', { class: 'soft small-text' }, say('scanners.none')),
      el('button', { class: 'button quiet', type: 'button', 'data-choice': 'lookForScanners', on: { click: () => this.look() } }, say('scanners.look')));
  }

  /** @param {PluggedIn} found @param {DeviceChoice[]} chosen */
  #row(found, chosen) {
    const choice = chosen.find((one) => isSame(one, found));
    const state = this.#act.states().find((one) => one.id === (choice ?? found).id)?.state;
    const others = chosen.filter((one) => one !== choice);
    const turn = () => this.#put(choice ? others : [...others, this.#choose(found)], choice === undefined);
    return el('li', { 'data-device': found.id, 'data-state': state ?? 'off' },
      el('label', { class: 'check' }, el('input', { type: 'checkbox', 'data-choice': `device.${found.id}`, checked: choice !== undefined, disabled: !choice && chosen.length >= MOST, on: { change: turn } }),
        el('span', {}, bdi(found.name || found.id), el('span', { class: 'soft small-text' }, ' · ', say(found.serial ? 'scanners.serial' : 'scanners.grab')))),
      choice ? el('p', { class: 'small-text device-state' }, shape(state === 'ready' ? 'go' : state === 'starting' || !state ? 'off' : 'stop'), say(`scanners.state.${state ?? 'starting'}`)) : null,
      choice?.kind === 'serial' ? this.#rate(choice, others) : null,
      choice?.kind === 'grabbed' ? this.#layout(choice, others) : null);
  }

  /** @param {PluggedIn} found @returns {DeviceChoice} */
  #choose(found) {
    if (found.serial) return { kind: 'serial', id: found.id, baud: 9600 };
    const scanner = this.#act.known().keyboards?.scanner;
    return { kind: 'grabbed', id: found.id, layout: scanner ?? 'us' };
  }

  /** @param {Extract<DeviceChoice, { kind: 'serial' }>} choice @param {DeviceChoice[]} others */
  #rate(choice, others) {
    const change = /** @param {Event} event */ (event) => event.target instanceof HTMLSelectElement && this.#put([...others, { ...choice, baud: Number(event.target.value) }], true);
    return el('label', { class: 'small-text rate' }, say('scanners.rate'),
      el('select', { class: 'input', 'data-choice': `rate.${choice.id}`, on: { change } }, ...RATES.map((rate) => el('option', { value: rate, selected: rate === choice.baud }, String(rate)))));
  }

  /** The keyboard that a grabbed scanner is set to: its keys come as numbers. @param {Extract<DeviceChoice, { kind: 'grabbed' }>} choice @param {DeviceChoice[]} others */
  #layout(choice, others) {
    const change = /** @param {Event} event */ (event) => event.target instanceof HTMLSelectElement && this.#put([...others, { ...choice, layout: event.target.value }], true);
    return el('label', { class: 'small-text rate' }, say('scanners.layout'),
      el('select', { class: 'input', 'data-choice': `layout.${choice.id}`, on: { change } }, ...LAYOUTS.map((layout) => el('option', { value: layout, selected: layout === choice.layout }, say(`keyboard.${layout}`)))));
  }

  /** @param {DeviceChoice[]} devices @param {boolean} on */
  #put(devices, on) {
    this.#act.keep({ ...this.#act.known(), devices }, say(on ? 'scanners.chosen' : 'scanners.letGo'));
  }
}

/** Whether what was chosen is what is plugged in; earlier versions remembered a device by its port. @param {DeviceChoice} choice @param {PluggedIn} found */
function isSame(choice, found) {
  return choice.id === found.id || (choice.kind === 'serial' && choice.id === found.port);
}
