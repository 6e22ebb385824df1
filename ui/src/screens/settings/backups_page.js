// Backups: where each is copied to, and what there is to go back to.

import { bdi, el, fill, setText } from '../../parts/dom.js';
import { call, callShell, callShellAsLead, isProblem } from '../../host.js';
import { number, shortDay, size, time } from '../../parts/format.js';
import { icon, shape } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';

/** @import { BackupsWire, BackupWire, EventInfo, HeldWire, MediumWire } from '../../../types/wire.js' */
/** @import { ShapeName } from '../../parts/icons.js' */

/** How often it asks while it is looked at, in ms. */
const EVERY_MS = 3000;

/** With the seconds: two backups may lie within a minute. @param {string} at */
function moment(at) {
  return `${shortDay(at)} ${time(at)}`;
}

export class BackupsPage {
  element = el('div', { class: 'settings-columns backups' });
  #info;
  #isLookedAt;
  /** @type {BackupsWire | null} */
  #known = null;
  /** Which backup is to be brought back, if somebody has said so. @type {string | null} */
  #chosen = null;
  #wrong = el('p', { class: 'field-error', role: 'alert' });
  #said = el('p', { class: 'field-error', role: 'alert' });
  #asking = false;
  #silent = false;

  /** @param {() => EventInfo} info @param {() => boolean} isLookedAt */
  constructor(info, isLookedAt) {
    this.#info = info;
    this.#isLookedAt = isLookedAt;
    setInterval(() => {
      if (this.#isLookedAt() && this.element.isConnected) this.ask();
    }, EVERY_MS);
  }

  /** Asks what there is. */
  async ask() {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.#take(await call('backups', {}));
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      // What stands there is old now, and says so.
      this.#silent = true;
      this.show();
    } finally {
      this.#asking = false;
    }
  }

  /** @param {BackupsWire} known */
  #take(known) {
    const changed = this.#silent || JSON.stringify(known) !== JSON.stringify(this.#known);
    this.#known = known;
    this.#silent = false;
    if (changed) this.show();
  }

  show() {
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.choice : undefined;
    const scrolled = this.element.querySelector('.backup-list')?.scrollTop ?? 0;
    const known = this.#known;
    fill(this.element,
      this.#silent ? el('p', { class: 'note stop whole', role: 'alert' }, say('health.silent')) : null,
      known ? this.#medium(known.medium) : null, known ? this.#list(known) : null);
    const list = this.element.querySelector('.backup-list');
    if (list) list.scrollTop = scrolled;
    if (focused) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-choice="${CSS.escape(focused)}"]`))?.focus();
    return this.element;
  }

  /** Esc: out of the question. @returns {boolean} */
  escape() {
    if (this.#chosen === null) return false;
    const was = this.#chosen;
    this.#chosen = null;
    this.show();
    /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-choice="${CSS.escape(`back.${was}`)}"]`))?.focus();
    return true;
  }

  /** @param {MediumWire} medium */
  #medium(medium) {
    const { found, at, folder, inClear, sameDisk, sticks } = medium;
    const state = found === 'ok' ? 'ok' : 'attention';
    /** @type {ShapeName} */
    const sign = found === 'ok' ? 'go' : 'decide';
    const needsWord = !this.#info().locked;
    const choose = /** @param {string} path */ (path) => this.#choose({ folder: path });
    return el('section', { class: 'card medium-card' }, el('h2', {}, say('medium.title')),
      found === 'none' ? el('p', { class: 'soft' }, say('medium.none'))
        : el('p', { class: `health-is ${state}`, 'data-medium': found }, shape(sign), el('span', {}, say(`medium.is.${found}`))),
      folder ? el('dl', { class: 'facts' }, el('dt', {}, say('medium.folder')), el('dd', {}, bdi(folder)),
        el('dt', {}, say('medium.last')), el('dd', { 'data-last': at ?? '' }, at ? moment(at) : say('medium.last.never'))) : null,
      folder && sameDisk ? el('p', { class: 'note decide', 'data-same-disk': true }, icon('alert', 'small'), say('medium.sameDisk')) : null,
      needsWord && folder ? el('label', { class: 'check whole' }, el('input', { type: 'checkbox', name: 'inClear', 'data-choice': 'medium.inClear', checked: inClear, on: { change: (/** @type {Event} */ event) => this.#choose({ inClear: /** @type {HTMLInputElement} */ (event.target).checked }) } }), el('span', {}, say('medium.inClear'))) : null,
      el('p', { class: 'soft small-text' }, say(needsWord ? 'medium.help.clear' : 'medium.help.locked')), this.#wrong,
      el('div', { class: 'row wrap' },
        ...sticks.map((stick) => el('button', { class: 'button', type: 'button', 'data-choice': `stick.${stick.folder}`, on: { click: () => choose(stick.folder) } }, icon('box', 'small'), bdi(stick.folder), stick.free === undefined ? null : el('span', { class: 'soft' }, ` ${say('medium.free', { size: size(stick.free) })}`))),
        el('button', { class: 'button', type: 'button', 'data-choice': 'medium.folder', on: { click: () => this.#chooseFolder() } }, say('medium.choose')),
        folder ? el('button', { class: 'button danger', type: 'button', 'data-choice': 'medium.leave', on: { click: () => this.#choose({ folder: null }) } }, say('medium.leave')) : null));
  }

  async #chooseFolder() {
    try {
      const folder = await callShell('chooseFolder', {});
      if (folder) await this.#choose({ folder });
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      setText(this.#wrong, `${problem.message} ${problem.hint}`);
    }
  }

  /** @param {{ folder?: string | null, inClear?: boolean }} chosen */
  async #choose(chosen) {
    try {
      this.#take(await call('chooseMedium', chosen));
      setText(this.#wrong, '');
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      setText(this.#wrong, `${problem.message} ${problem.hint}`);
      this.show();
    }
  }

  /** @param {BackupsWire} known */
  #list({ now, backups }) {
    return el('section', { class: 'card backups-card' }, el('h2', {}, say('backups.title')),
      el('p', { class: 'soft small-text' }, say('backups.help')),
      el('p', {}, el('b', {}, say('backups.now')), ' ', this.#counts(now)),
      backups.length ? el('ul', { class: 'backup-list', tabindex: '-1' }, ...backups.map((one) => this.#row(one, now))) : el('p', { class: 'soft' }, say('backups.none')));
  }

  /** @param {HeldWire} held */
  #counts(held) {
    return say('backups.counts', { arrived: number(held.arrived), listed: number(held.listed) });
  }

  /** @param {BackupWire} one @param {HeldWire} now */
  #row(one, now) {
    const chosen = this.#chosen === one.path;
    return el('li', { 'data-backup': one.path, 'data-on': one.onMedium ? 'medium' : 'here' },
      el('span', {}, el('b', {}, moment(one.at)), ' ', el('span', { class: 'soft small-text' }, say(one.onMedium ? 'backups.onMedium' : 'backups.here'))),
      el('span', {}, one.holds ? this.#counts(one.holds) : say('backups.otherWords')),
      one.holds && !chosen ? el('button', { class: 'button quiet', type: 'button', 'data-choice': `back.${one.path}`, on: { click: () => this.#ask(one.path) } }, say('backups.back')) : el('span', {}),
      chosen && one.holds ? this.#question(one, one.holds, now) : null);
  }

  /** @param {string} path */
  #ask(path) {
    this.#chosen = path;
    setText(this.#said, '');
    this.show();
    /** @type {HTMLElement | null} */ (this.element.querySelector('[data-choice="backups.no"]'))?.focus();
  }

  /** What going back means, in numbers. @param {BackupWire} one @param {HeldWire} holds @param {HeldWire} now */
  #question(one, holds, now) {
    const words = { when: moment(one.at), arrived: number(holds.arrived), now: number(now.arrived) };
    return el('div', { class: 'note decide backup-question', role: 'group', 'aria-label': say('backups.sure', words) },
      el('p', {}, el('b', {}, say('backups.sure', words))), el('p', {}, say('backups.sure.numbers', words)), el('p', { class: 'small-text' }, say('backups.sure.aside')), this.#said,
      el('div', { class: 'row wrap' }, el('button', { class: 'button', type: 'button', 'data-choice': 'backups.no', on: { click: () => this.escape() } }, say('act.cancel')),
        el('button', { class: 'button danger', type: 'button', 'data-choice': 'backups.yes', on: { click: () => this.#bringBack(one) } }, say('backups.yes'))));
  }

  /** @param {BackupWire} one */
  async #bringBack(one) {
    this.element.setAttribute('aria-busy', 'true');
    try {
      const aside = await callShellAsLead('bringBack', { path: one.path });
      sayWhatIsBack(moment(one.at), aside);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      setText(this.#said, `${problem.message} ${problem.hint}`);
    } finally {
      this.element.removeAttribute('aria-busy');
    }
  }
}

/** The backup is open: where the event lies that was there. @param {string} when @param {string | null} aside */
function sayWhatIsBack(when, aside) {
  const button = el('button', { class: 'button main big', type: 'button', on: { click: () => location.reload() } }, say('rescue.goOn'), icon('next', 'small'));
  fill(document.body, el('main', { class: 'not-open', 'data-back': true }, el('div', { class: 'card', role: 'alert' }, icon('check', 'large'), el('h1', {}, say('backups.done', { when })),
    aside ? el('p', {}, say('backups.done.aside'), ' ', bdi(aside)) : null, el('p', { class: 'soft' }, say('backups.done.next')), button)));
  button.focus();
}
