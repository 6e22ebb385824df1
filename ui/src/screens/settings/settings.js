// How this desk's screen looks: language, theme, size.

import { bdi, el, fill } from '../../parts/dom.js';
import { say } from '../../i18n/say.js';

/** @import { WindowSettings } from '../../../types/shell.js' */
/** @import { Desk } from '../../desk.js' */

const LANGUAGES = /** @type {const} */ (['da', 'en']);
const THEMES = /** @type {const} */ (['system', 'light', 'dark', 'contrast']);
/** Sizes in percent. */
export const ZOOMS = [80, 100, 125, 150, 175, 200];

export class SettingsScreen {
  element = el('div', { class: 'settings-screen' });
  #desk;
  #choose;

  /** @param {Desk} desk @param {(change: Partial<WindowSettings>) => void} choose */
  constructor(desk, choose) {
    this.#desk = desk;
    this.#choose = choose;
  }

  /** @param {WindowSettings} settings */
  show(settings) {
    const { info } = this.#desk;
    const kept = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.choice : undefined;
    /** @type {[string, string][]} */
    const facts = [
      ['settings.event', info.title],
      ['settings.venue', info.venue],
      ['settings.file', info.file],
      ['settings.badges', info.badgeFolder],
      ['settings.desk', info.desk?.name ?? ''],
    ];
    fill(this.element, el('h1', {}, say('rail.settings')),
      el('div', { class: 'settings-columns' },
        el('section', { class: 'card' }, el('h2', {}, say('settings.screen')),
          this.#group('settings.language', LANGUAGES.map((tag) => ({ value: tag, text: say(`language.${tag}`), lang: tag })), settings.language, (language) => this.#choose({ language })),
          this.#group('settings.theme', THEMES.map((theme) => ({ value: theme, text: say(`settings.theme.${theme}`) })), settings.theme, (theme) => this.#choose({ theme })),
          this.#group('settings.zoom', ZOOMS.map((zoom) => ({ value: zoom, text: say('settings.percent', { n: zoom }) })), settings.zoom, (zoom) => this.#choose({ zoom }))),
        el('section', { class: 'card' }, el('h2', {}, say('settings.about')),
          el('dl', { class: 'facts' }, ...facts.filter(([, text]) => text).flatMap(([word, text]) => [el('dt', {}, say(word)), el('dd', {}, bdi(text))])))));
    if (kept) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-choice="${kept}"]`))?.focus();
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
