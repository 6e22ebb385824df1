// Who was found: a list that is chosen from with the arrow keys while the field keeps the focus.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { highlight } from '../../parts/highlight.js';
import { icon } from '../../parts/icons.js';
import { number } from '../../parts/format.js';
import { shownName, statusPill } from '../../parts/person.js';
import { say, sayNodes } from '../../i18n/say.js';

/** @import { FindResult, Hit } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

/** So many rows fill the screen; the rest is drawn once these are seen. */
const FIRST_ROWS = 10;
/**
 * So long nobody types before the rest is drawn and the list can be scrolled, in ms. A list that scrolls is a layer of its
 * own to WebKit, and drawing one anew takes two to three times as long as drawing a part of the page (measured).
 */
const REST_MS = 250;
/** A second Enter so soon is the first one held too long, in ms. */
const SURE_MS = 400;
/** With more hits than these the list can be narrowed by a button. */
const CHIPS_FROM = 7;
/** And by so many. */
const CHIPS = 5;
/** After so long without a letter the number of hits is spoken, in ms. */
const SPEAK_MS = 500;

/**
 * @typedef {object} HitActs
 * @property {(place: number) => void} chosen
 * @property {(place: number) => void} taken
 */

export class Hits {
  element = el('section', { class: 'card flush hits-card', hidden: true });
  /** @type {Hit[]} */
  hits = [];
  /** Which is chosen; -1: none. */
  place = -1;
  #head = el('div', { class: 'card-head' });
  #list = el('div', { class: 'hits', id: 'hits', role: 'listbox' });
  #none = el('div', { class: 'no-hits', hidden: true });
  #spoken = el('div', { class: 'for-readers', 'aria-live': 'polite' });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #speaking;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #rest;
  /** How many rows are drawn. */
  #drawn = 0;
  #field;
  #act;
  #desk;
  #more = false;
  #text = '';
  /** Whether the first is clearly the one. */
  #clear = false;
  /** Whether somebody has moved the choice, or been asked and said yes. */
  #explicit = false;
  /** When somebody was asked to choose, in ms. */
  #asked = -Infinity;
  #ask = el('p', { class: 'ask', role: 'status' });

  /** @param {HTMLInputElement} field @param {Desk} desk @param {HitActs} act */
  constructor(field, desk, act) {
    this.#field = field;
    this.#desk = desk;
    this.#act = act;
    fill(this.element, this.#head, this.#ask, this.#list, this.#none, this.#spoken);
    for (const type of ['wheel', 'pointerdown', 'touchstart']) this.#list.addEventListener(type, () => this.#drawRest(), { passive: true });
    this.#list.addEventListener('click', (event) => this.#click(event));
    this.#list.addEventListener('dblclick', (event) => {
      const row = rowOf(event);
      if (row >= 0) this.#act.taken(row);
    });
    // The field keeps the focus whatever is clicked in the list.
    this.#list.addEventListener('mousedown', (event) => event.preventDefault());
  }

  /** @param {string} text @param {FindResult} found */
  show(text, found) {
    const before = this.hits[this.place]?.attendee.id;
    this.#text = text;
    this.hits = found.hits;
    this.#more = found.more;
    const kept = this.hits.findIndex((hit) => hit.attendee.id === before);
    this.#clear = found.clear;
    if (text !== this.#drawnText) this.#explicit = false;
    this.#asked = -Infinity;
    this.#ask.hidden = true;
    this.element.hidden = false;
    this.#draw();
    this.choose(kept > 0 && this.#text === this.#drawnText ? kept : 0, { quiet: true });
    this.#drawnText = text;
    this.#speak();
  }

  #drawnText = '';

  hide() {
    this.element.hidden = true;
    this.hits = [];
    this.place = -1;
    this.#drawnText = '';
    clearTimeout(this.#speaking);
    clearTimeout(this.#rest);
    this.#rest = undefined;
    this.attach(false);
  }

  /** Says to the field whether this list belongs to it: only one that is in the page may. @param {boolean} shown */
  attach(shown) {
    const some = shown && this.isShown && this.element.isConnected && this.hits.length > 0;
    this.#field.setAttribute('aria-expanded', String(some));
    if (some) this.#field.setAttribute('aria-controls', 'hits');
    else this.#field.removeAttribute('aria-controls');
    if (some && this.place >= 0) this.#field.setAttribute('aria-activedescendant', `hit-${this.place}`);
    else this.#field.removeAttribute('aria-activedescendant');
  }

  get isShown() {
    return !this.element.hidden;
  }

  /** The text that these are the hits of. */
  get text() {
    return this.isShown ? this.#text : '';
  }

  get chosen() {
    return this.hits[this.place];
  }

  /** @param {number} place @param {{ quiet?: boolean }} [how] */
  choose(place, how = {}) {
    if (!this.hits.length) {
      this.place = -1;
      this.#field.removeAttribute('aria-activedescendant');
      return this.#act.chosen(-1);
    }
    this.place = Math.min(Math.max(place, 0), this.hits.length - 1);
    if (this.place >= this.#drawn) this.#drawRest();
    for (const row of this.#rows()) {
      const chosen = Number(row.dataset.place) === this.place;
      row.setAttribute('aria-selected', String(chosen));
      const key = row.querySelector('kbd');
      if (key) key.textContent = chosen ? '↵' : capOf(Number(row.dataset.place));
      if (key) key.hidden = !key.textContent;
      if (chosen) {
        if (!how.quiet || this.place > 0) row.scrollIntoView({ block: 'nearest' });
      }
    }
    this.attach(true);
    if (this.place === 0) this.#list.scrollTop = 0;
    this.#act.chosen(this.place);
  }

  /**
   * Whether Enter may take the chosen one: it is clearly the one, or somebody has chosen. If not, the list says what it waits
   * for; whoever is only guessed is asked for, and a second Enter says yes.
   */
  mayTake() {
    if (this.#clear || this.#explicit) return true;
    const hit = this.chosen;
    const guess = hit && isGuess(hit);
    if (guess && this.place === 0 && performance.now() - this.#asked > SURE_MS && this.#asked > 0) return true;
    if (this.#asked < 0) this.#asked = performance.now();
    fill(this.#ask, el('span', {}, ...(guess ? sayNodes('hits.guess', { name: el('b', {}, bdi(shownName(hit.attendee))), enter: cap('↵') }) : sayNodes('hits.choose', { up: cap('↑'), down: cap('↓'), keys: cap('Ctrl 1–9') }))));
    this.#ask.hidden = false;
    return false;
  }

  /** @param {string} key @returns {boolean} whether it was one of the keys that move */
  move(key) {
    const rows = Math.max(1, Math.floor(this.#list.clientHeight / 66) - 1);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: rows, PageUp: -rows }[key];
    if (step === undefined || !this.hits.length) return false;
    this.#explicit = true;
    this.choose(this.place + step);
    return true;
  }

  #draw() {
    const some = this.hits.length > 0;
    this.#list.hidden = !some;
    this.#none.hidden = some;
    this.#head.hidden = !some;
    this.#list.setAttribute('aria-label', say('hits.label'));
    this.attach(true);
    const n = this.#more ? `${number(this.hits.length)}+` : number(this.hits.length);
    fill(this.#head, el('h2', {}, say('hits.count', { n })), this.#chips(),
      el('span', { class: 'soft small-text keys-help' }, ...sayNodes('hits.help', { up: cap('↑'), down: cap('↓'), enter: cap('↵') })));
    this.#drawn = 0;
    fill(this.#list, ...this.#groups(FIRST_ROWS));
    this.#list.classList.remove('scrolls');
    clearTimeout(this.#rest);
    this.#rest = some ? setTimeout(() => this.#drawRest(), REST_MS) : undefined;
    fill(this.#none, icon('search', 'large'), el('h2', {}, ...sayNodes('hits.none', { text: bdi(this.#text) })), el('p', { class: 'soft' }, say('hits.none.next')));
  }

  /** Narrows the list by a ticket type or to those who are still expected. */
  #chips() {
    const words = this.#text.toLocaleLowerCase().split(/\s+/);
    const types = this.#desk.info.ticketTypes.map((type) => ({ token: `#${type.id}`, text: type.name }));
    const all = [{ token: '!expected', text: say('status.expected') }, ...types].slice(0, CHIPS);
    const some = this.hits.length > CHIPS_FROM || words.some((word) => /^[#!@]./.test(word));
    if (!some) return null;
    return el('div', { class: 'chips', role: 'group', 'aria-label': say('hits.narrow') }, ...all.map(({ token, text }) => {
      const on = words.includes(token);
      return el('button', { class: 'chip-button', type: 'button', 'data-token': token, 'aria-pressed': String(on), on: { click: () => this.#narrow(token, on) } }, text);
    }));
  }

  /** @param {string} token @param {boolean} off */
  #narrow(token, off) {
    const words = this.#field.value.trim().split(/\s+/).filter((word) => word.toLocaleLowerCase() !== token);
    this.#field.value = (off ? words : [...words, token]).join(' ');
    this.#field.dispatchEvent(new Event('input', { bubbles: true }));
    this.#field.focus();
  }

  /** Nobody types, or somebody wants to see more: all rows, and a list that scrolls. */
  #drawRest() {
    if (this.#rest === undefined) return;
    clearTimeout(this.#rest);
    this.#rest = undefined;
    this.#list.append(...this.#groups(this.hits.length));
    if (this.#more) this.#list.append(el('p', { class: 'more soft' }, say('hits.more')));
    this.#list.classList.add('scrolls');
    if (this.place >= FIRST_ROWS) this.choose(this.place, { quiet: true });
  }

  /** The rows that are not drawn yet, up to `end`; near namesakes that stand together are put into one frame. @param {number} end */
  #groups(end) {
    /** @type {HTMLElement[]} */
    const groups = [];
    /** Guesses stand in a group that says what they are. @type {HTMLElement | null} */
    let guesses = null;
    const put = /** @param {...HTMLElement} rows */ (...rows) => (guesses ? guesses.append(...rows) : groups.push(...rows));
    let place = this.#drawn;
    while (place < Math.min(end, this.hits.length)) {
      const band = this.#bandAt(place);
      if (band) {
        guesses = el('div', { class: 'guesses', role: 'group', 'aria-label': say(band) }, el('p', { class: 'tier-band' }, icon('help', 'small'), say(band)));
        groups.push(guesses);
      }
      const twins = this.#twinsFrom(place);
      const rows = Array.from({ length: twins }, (_, i) => this.#row(place + i, twins > 1));
      if (twins > 1) {
        put(el('div', { class: 'twins', role: 'group', 'aria-label': say('twins.band') },
          el('p', { class: 'band' }, icon('people', 'small'), say('twins.band')), ...rows));
      } else {
        put(...rows);
      }
      place += twins;
    }
    this.#drawn = place;
    return groups;
  }

  /** What is said where guesses begin: that they are some. @param {number} place */
  #bandAt(place) {
    const tier = this.hits[place]?.tier;
    const before = this.hits[place - 1]?.tier;
    if (tier === before) return null;
    return tier === 'slip' ? 'hits.typo' : tier === 'sound' ? 'hits.soundAlike' : null;
  }

  /** How many near namesakes, all of them expected, stand here one after the other. @param {number} place */
  #twinsFrom(place) {
    const first = this.hits[place];
    if (!first || !isExpected(first)) return 1;
    let n = 1;
    for (let next = this.hits[place + n]; next && isExpected(next) && first.alike.includes(next.attendee.id); next = this.hits[place + n]) n += 1;
    return n;
  }

  /** @param {number} place @param {boolean} twin */
  #row(place, twin) {
    const hit = /** @type {Hit} */ (this.hits[place]);
    const person = hit.attendee;
    const byBadge = Boolean(person.badgeName) && !hit.matched.some((part) => part.field === 'name');
    const name = byBadge ? highlight(person.badgeName, hit.matched, 'badgeName') : highlight(person.name, hit.matched, 'name');
    const organisation = person.organisation
      ? el(twin ? 'b' : 'span', { class: twin ? 'differs' : '' }, el('bdi', {}, ...highlight(person.organisation, hit.matched, 'organisation')))
      : null;
    const title = person.title ? el('bdi', {}, ...highlight(person.title, hit.matched, 'title')) : null;
    const pause = () => el('span', { class: 'for-readers' }, ', ');
    const whichOf = say('hits.place', { n: place + 1, of: this.hits.length });
    return el('div', { class: 'hit', role: 'option', id: `hit-${place}`, 'data-place': place, 'aria-selected': 'false' },
      el('span', { class: 'key' }, cap(capOf(place))),
      el('span', { class: 'person' }, el('b', { class: 'name' }, el('bdi', {}, ...name)), pause(),
        el('span', { class: 'work cut' }, organisation, organisation && title ? ' · ' : null, title)),
      pause(),
      el('span', { class: 'soft small-text cut type' }, bdi(this.#desk.ticketType(person.ticketType))),
      pause(),
      el('span', { class: 'status' }, statusPill(person), el('span', { class: 'for-readers' }, `, ${twin ? `${whichOf}, ${say('hits.twin')}` : whichOf}`)));
  }

  /** The near namesakes of a hit among the hits, when all of them are expected. @param {Hit} hit @returns {Hit[]} */
  twinsOf(hit) {
    if (!isExpected(hit)) return [];
    return this.hits.filter((other) => other !== hit && hit.alike.includes(other.attendee.id) && isExpected(other));
  }

  #rows() {
    return /** @type {NodeListOf<HTMLElement>} */ (this.#list.querySelectorAll('[role="option"]'));
  }

  /** A tap chooses; a tap on the key does what the key does. @param {MouseEvent} event */
  #click(event) {
    const row = rowOf(event);
    if (row < 0) return;
    const onKey = event.target instanceof Element && event.target.closest('.key');
    this.#explicit = true;
    if (onKey) this.#act.taken(row);
    else this.choose(row);
  }

  #speak() {
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => {
      const n = this.hits.length;
      this.#spoken.textContent = n ? say('hits.count', { n }) : say('hits.none', { text: this.#text });
    }, SPEAK_MS);
  }
}

/** @param {Event} event */
function rowOf(event) {
  const row = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
  return row instanceof HTMLElement ? Number(row.dataset.place) : -1;
}

/** The key that takes the hit of this place. @param {number} place */
function capOf(place) {
  return place < 9 ? `Ctrl ${place + 1}` : '';
}

/** @param {Hit} hit */
function isGuess(hit) {
  return hit.tier === 'slip' || hit.tier === 'sound';
}

/** @param {Hit} hit */
function isExpected(hit) {
  const { presence, status } = hit.attendee;
  return presence === 'expected' && (status === 'confirmed' || status === 'paymentDue');
}
