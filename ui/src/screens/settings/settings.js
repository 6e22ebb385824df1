// Settings: how this desk's screen looks and sounds, what the event and the desk are called, and whether all is well.

import { bdi, el, fill, setText } from '../../parts/dom.js';
import { say } from '../../i18n/say.js';
import { call, isProblem } from '../../host.js';
import { TUNES } from '../../parts/sounds.js';
import { titleOf } from '../badges/gallery.js';
import { BackupsPage } from './backups_page.js';
import { EventCard } from './event_card.js';
import { HealthCard } from './health.js';
import { ScannerPage } from './scanner_page.js';
import { SecurityPage } from './security_page.js';

/** @import { EventInfo, StaffWire } from '../../../types/wire.js' */
/** @import { ScannerNews, ScannerSettings, WindowSettings } from '../../../types/shell.js' */
/** @import { Kind } from '../../parts/sounds.js' */
/** @import { Desk } from '../../desk.js' */

/** The parts of the settings. */
const TABS = /** @type {const} */ (['desk', 'security', 'backups', 'scanner']);
/** @typedef {typeof TABS[number]} Tab */

const LANGUAGES = /** @type {const} */ (['da', 'en']);
const THEMES = /** @type {const} */ (['system', 'light', 'dark', 'contrast']);
const SOUNDS = /** @type {const} */ (['off', 'low', 'on']);
/** How long the same code is our own double scan, in seconds. */
const BOUNCES = [0, 2, 3, 5, 10];
/** Sizes in percent. */
export const ZOOMS = [80, 100, 125, 150, 175, 200];

/**
 * @typedef {object} SettingsActs what the rest of the window does
 * @property {() => WindowSettings} chosen
 * @property {(change: Partial<WindowSettings>) => void} choose
 * @property {() => void} changed the event or the desk is called otherwise now
 * @property {() => ScannerNews['scanners']} states how the scanners are that do not type
 * @property {(scanners: ScannerSettings) => void} learnt what is known of the scanners is this now
 * @property {() => void} turned another part came up
 * @property {(staff: StaffWire[]) => void} staffed who works here has changed
 * @property {(kind: Kind) => void} hear
 * @property {(text: string) => void} say
 */

export class SettingsScreen {
  element = el('div', { class: 'settings-screen' });
  #desk;
  #outer;
  #health;
  #card;
  scanner;
  #security;
  #backups;
  /** @type {Tab} */
  #tab = 'desk';
  #name = el('input', { class: 'input', name: 'deskName', id: 'desk-name', 'data-choice': 'deskName', maxlength: '40', autocomplete: 'off', spellcheck: 'false' });
  #wrong = el('p', { class: 'field-error', role: 'alert' });

  /** @param {Desk} desk @param {SettingsActs} outer */
  constructor(desk, outer) {
    this.#desk = desk;
    this.#outer = outer;
    this.#health = new HealthCard(() => this.element.isConnected, () => this.#desk.computer);
    this.#card = new EventCard({ changed: (info) => this.#changed(info), templates: () => desk.info.badgeTemplates });
    this.scanner = new ScannerPage({ known: () => desk.scanners, learnt: (scanners) => outer.learnt(scanners), states: () => outer.states(), say: (text) => outer.say(text) });
    this.#security = new SecurityPage({ info: () => desk.info, changed: (info) => this.#changed(info), staffed: (staff) => outer.staffed(staff) });
    this.#backups = new BackupsPage(() => desk.info, () => this.#tab === 'backups');
    this.#name.value = desk.info.desk?.name ?? '';
  }

  /** Whether scans belong to the scanner's test. */
  get isTesting() {
    return this.#tab === 'scanner';
  }

  /** @param {Tab} tab */
  turnTo(tab) {
    this.#tab = tab;
    if (tab === 'scanner') {
      this.scanner.reset();
      this.scanner.findCameras();
    }
    if (tab === 'security') this.#security.ask();
    if (tab === 'backups') this.#backups.ask();
    this.show();
    this.#outer.turned();
  }

  open() {
    this.#tab = 'desk';
    this.show();
    this.#outer.turned();
    this.#name.value = this.#desk.info.desk?.name ?? '';
    setText(this.#wrong, '');
    this.#health.ask(false);
    this.#card.ask();
    /** @type {HTMLElement | null} */ (this.element.querySelector('[aria-checked=true]'))?.focus();
  }

  show() {
    const { info } = this.#desk;
    const settings = this.#outer.chosen();
    const kept = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.choice : undefined;
    const tabs = el('div', { class: 'segments', role: 'radiogroup', 'aria-label': say('rail.settings') }, ...TABS.map((tab) =>
      el('button', { type: 'button', role: 'radio', 'data-choice': `tab.${tab}`, 'aria-checked': String(tab === this.#tab), on: { click: () => this.turnTo(tab) } }, say(`settings.tab.${tab}`))));
    fill(this.element, el('div', { class: 'settings-head' }, el('h1', {}, say('rail.settings')), tabs),
      this.#tab === 'scanner' ? this.scanner.show() : this.#tab === 'security' ? this.#security.show() : this.#tab === 'backups' ? this.#backups.show() : el('div', { class: 'settings-columns' }, this.#screen(settings), this.#event(info), this.#health.show(), this.#card.show()));
    if (kept) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-choice="${kept}"]`))?.focus();
  }

  /** @param {WindowSettings} settings */
  #screen(settings) {
    const { choose } = this.#outer;
    return el('section', { class: 'card' }, el('h2', {}, say('settings.screen')),
      this.#group('settings.language', LANGUAGES.map((tag) => ({ value: tag, text: say(`language.${tag}`), lang: tag })), settings.language, (language) => choose({ language })),
      this.#group('settings.theme', THEMES.map((theme) => ({ value: theme, text: say(`settings.theme.${theme}`) })), settings.theme, (theme) => choose({ theme })),
      this.#group('settings.zoom', ZOOMS.map((zoom) => ({ value: zoom, text: say('settings.percent', { n: zoom }) })), settings.zoom, (zoom) => choose({ zoom })),
      this.#group('settings.sound', SOUNDS.map((sound) => ({ value: sound, text: say(`settings.sound.${sound}`) })), settings.sound, (sound) => choose({ sound })),
      settings.sound === 'off'
        ? el('p', { class: 'soft small-text' }, say('settings.sound.off.help'))
        : el('div', { class: 'row wrap', role: 'group', 'aria-label': say('settings.sound.try') }, ...Object.keys(TUNES).map((kind) => this.#hear(/** @type {Kind} */ (kind)))));
  }

  /** @param {Kind} kind */
  #hear(kind) {
    return el('button', { class: 'button quiet', type: 'button', 'data-choice': `hear.${kind}`, on: { click: () => this.#outer.hear(kind) } }, say(`settings.sound.hear.${kind}`));
  }

  /** @param {EventInfo} info */
  #event(info) {
    const save = /** @param {SubmitEvent} event */ (event) => {
      event.preventDefault();
      this.#change(() => call('nameDesk', { name: this.#name.value }));
    };
    const template = /** @param {EventInfo['badgeTemplates'][number]} one */ (one) => ({ value: one.template, text: titleOf(one) });
    /** @type {[string, string][]} */
    const facts = [
      ['settings.event', info.title],
      ['settings.venue', info.venue],
      ['settings.file', info.file],
      ['settings.badges', info.badgeFolder],
    ];
    return el('section', { class: 'card' }, el('h2', {}, say('settings.eventDesk')),
      info.desk ? el('form', { class: 'stack', on: { submit: save } }, el('label', { class: 'label', for: 'desk-name' }, say('settings.deskName')),
        el('div', { class: 'row' }, this.#name, el('button', { class: 'button', type: 'submit', 'data-choice': 'saveDesk' }, say('settings.save'))), this.#wrong) : null,
      this.#group('settings.template', info.badgeTemplates.map(template), info.badgeTemplate, (badgeTemplate) => this.#change(() => call('amendEvent', { fields: { badgeTemplate } }))),
      el('p', { class: 'soft small-text' }, say('settings.template.help')),
      this.#group('settings.exits', [true, false].map((exits) => ({ value: String(exits), text: say(`settings.exits.${exits}`) })), String(info.exits), (exits) => this.#change(() => call('amendEvent', { fields: { exits: exits === 'true' } }))),
      this.#group('settings.bounce', BOUNCES.map((seconds) => ({ value: seconds, text: say('settings.seconds', { n: seconds }) })), info.bounceSeconds, (bounceSeconds) => this.#change(() => call('amendEvent', { fields: { bounceSeconds } }))),
      el('dl', { class: 'facts' }, ...facts.filter(([, text]) => text).flatMap(([word, text]) => [el('dt', {}, say(word)), el('dd', {}, bdi(text))])));
  }

  /** The event or the desk is another now: every screen says so. @param {EventInfo} info */
  #changed(info) {
    this.#desk.info = info;
    this.#desk.refreshProgramme().catch(() => undefined);
    this.#outer.changed();
    this.#outer.say(say('settings.saved'));
  }

  /** Esc: out of a form. @returns {boolean} */
  escape() {
    return this.#tab === 'security' ? this.#security.escape() : this.#tab === 'backups' ? this.#backups.escape() : this.#card.escape();
  }

  /** @param {() => Promise<EventInfo>} make */
  async #change(make) {
    try {
      this.#changed(await make());
      setText(this.#wrong, '');
      this.#name.value = this.#desk.info.desk?.name ?? '';
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      setText(this.#wrong, `${problem.message} ${problem.hint}`);
    }
  }

  /**
   * @template {string | number} T
   * @param {string} word
   * @param {{ value: T, text: string, lang?: string }[]} choices
   * @param {T} chosen
   * @param {(value: T) => void} choose
   */
  #group(word, choices, chosen, choose) {
    return el('div', { class: 'stack' }, el('p', { class: 'label' }, say(word)),
      el('div', { class: 'segments', role: 'radiogroup', 'aria-label': say(word) }, ...choices.map(({ value, text, lang }) =>
        el('button', { type: 'button', role: 'radio', lang, 'data-choice': `${word}.${value}`, 'aria-checked': String(value === chosen), on: { click: () => choose(value) } }, text))));
  }
}
