// The keys, at the side (F1). Nothing waits for it; a scan goes on as ever.

import { cap, el, fill } from '../parts/dom.js';
import { icon } from '../parts/icons.js';
import { say } from '../i18n/say.js';

/** @type {[string, string[]][]} */
const KEYS = [
  ['keys.type', ['A–Å']],
  ['keys.enter', ['↵']],
  ['keys.choose', ['↑', '↓']],
  ['keys.number', ['Ctrl 1–9']],
  ['keys.escape', ['Esc']],
  ['keys.walkIn', ['F2']],
  ['keys.field', ['F3']],
  ['keys.open', ['F4']],
  ['keys.badge', ['F6']],
  ['keys.way', ['F7']],
  ['keys.scope', ['F8']],
  ['keys.colleagues', ['F9']],
  ['keys.undo', ['Ctrl Z']],
  ['keys.waiting', ['Ctrl B']],
  ['keys.seen', ['Ctrl K']],
  ['keys.edit', ['Ctrl E']],
  ['keys.lead', ['Ctrl L']],
  ['keys.insideNow', ['Ctrl I']],
  ['keys.screens', ['Alt 1–6']],
  ['keys.zoom', ['Ctrl +', 'Ctrl −']],
];

export class Help {
  element = el('aside', { class: 'card panel help' });
  #close;

  /** @param {() => void} close */
  constructor(close) {
    this.#close = close;
  }

  show() {
    this.element.setAttribute('aria-label', say('act.keys'));
    fill(this.element, el('div', { class: 'card-head' }, el('h2', { class: 'panel-title' }, say('act.keys')),
      el('div', { class: 'row' }, cap('Esc'), el('button', { class: 'button quiet', type: 'button', 'aria-label': say('act.close'), 'aria-keyshortcuts': 'Escape', on: { click: () => this.#close() } }, icon('close', 'small')))),
      el('p', { class: 'soft small-text' }, say('keys.about')),
      el('dl', { class: 'key-list', tabindex: '0', 'aria-label': say('act.keys') }, ...KEYS.flatMap(([word, caps]) => [el('dt', {}, ...caps.map((key) => cap(key))), el('dd', {}, say(word))])));
  }
}
