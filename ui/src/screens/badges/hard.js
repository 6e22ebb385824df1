// Below the badge: the hardest names of the list, one key away from each other, and whether everybody's name can be on the
// badge. Everybody is tried by the kiosk, a few at a time, whenever the design has changed.

import { bdi, cap, el, fill } from '../../parts/dom.js';
import { decimal, number } from '../../parts/format.js';
import { shape } from '../../parts/icons.js';
import { badgePicture, call, isProblem } from '../../host.js';
import { hasWord, say } from '../../i18n/say.js';
import { troubleText } from './advice.js';
import { zoomFor } from './geometry.js';

/** @import { DesignWire, FitWire, HardWire, Problem } from '../../../types/wire.js' */

/** Room for a small picture, in dots: twice its box, so that names can be read. */
const SMALL = { width: 224, height: 120 };
/** After a change that may be followed by others, in ms. */
const PAUSE_MS = 300;

/** @typedef {{ attendee: string, name: string, why: string }} Shown */

export class Hard {
  element = el('div', { class: 'hard' });
  #act;
  #strip = el('div', { class: 'hard-strip', role: 'group' });
  /** Whether everybody's name can be on the badge. */
  verdict = el('p', { class: 'fit', role: 'status' });
  /** @type {HardWire[]} */
  #hardest = [];
  /** @type {FitWire | null} */
  #fit = null;
  /** @type {DesignWire | null} */
  #design = null;
  #at = 0;
  /** Those whose badges do not come out are shown in the place of the hardest. */
  #onlyTroubled = false;
  #asked = 0;

  /** @param {{ shown: () => void, broke: (problem: Problem) => void }} act */
  constructor(act) {
    this.#act = act;
  }

  /** Whose badge is shown; empty while nobody is on the list. */
  get attendee() {
    return this.#people[this.#at]?.attendee ?? '';
  }

  get name() {
    return this.#people[this.#at]?.name ?? '';
  }

  /** @param {DesignWire} design */
  async open(design) {
    this.#design = design;
    this.#at = 0;
    this.#onlyTroubled = false;
    this.#fit = null;
    try {
      this.#hardest = await call('hardestNames', {});
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#act.broke(problem);
    }
    if (this.#design?.template !== design.template) return;
    this.show();
    this.#act.shown();
    this.#try(0);
  }

  close() {
    this.#design = null;
    this.#asked += 1;
  }

  /** The design is another now. @param {DesignWire} design */
  changed(design) {
    if (this.#design?.revision === design.revision) return;
    this.#design = design;
    this.show();
    this.#try(PAUSE_MS);
  }

  /** To the next of the names, or the one before. @param {number} by */
  step(by) {
    const { length } = this.#people;
    if (length === 0) return;
    this.#choose((this.#at + by + length) % length);
  }

  show() {
    const design = this.#design;
    if (!design) return;
    const had = this.#strip.contains(document.activeElement);
    const title = say(this.#onlyTroubled ? 'hard.troubled' : 'hard.title');
    this.#strip.setAttribute('aria-label', title);
    fill(this.#strip, ...this.#people.map((person, at) => this.#card(design, person, at)));
    fill(this.element, el('div', { class: 'row hard-head' }, el('h2', {}, title), el('span', { class: 'soft small-text' }, cap('F6'), ' ', say('hard.next')),
      this.#onlyTroubled ? el('button', { class: 'button quiet push', type: 'button', on: { click: () => this.#turn(false) } }, say('hard.back')) : null),
    this.#people.length ? this.#strip : el('p', { class: 'soft' }, say('hard.nobody')));
    this.#showVerdict();
    if (had) this.#focus();
  }

  /** @returns {Shown[]} */
  get #people() {
    if (this.#onlyTroubled) return (this.#fit?.people ?? []).map((person) => ({ attendee: person.attendee, name: person.name, why: troubleText(person) }));
    return this.#hardest.map(({ attendee, name, why, script }) => ({ attendee, name, why: script ? scriptName(script) : say(`hard.why.${why}`) }));
  }

  /** @param {DesignWire} design @param {Shown} person @param {number} at */
  #card(design, person, at) {
    const isShown = at === this.#at;
    return el('button', { class: 'hard-card', type: 'button', 'aria-pressed': String(isShown), title: person.name, on: { click: () => this.#choose(at) } },
      el('img', { class: 'small-badge', src: badgePicture(person.attendee, design.revision, { template: design.template, dpi: zoomFor({ width: design.widthMm, height: design.heightMm }, SMALL) }), alt: '', draggable: 'false' }),
      el('span', { class: 'for-readers' }, bdi(person.name), ', '), el('span', { class: 'why' }, person.why));
  }

  /** @param {number} at */
  #choose(at) {
    this.#at = at;
    this.show();
    this.#act.shown();
    this.#strip.querySelector('[aria-pressed=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #focus() {
    /** @type {HTMLElement | null} */ (this.#strip.querySelector('[aria-pressed=true]'))?.focus();
  }

  /** @param {boolean} onlyTroubled */
  #turn(onlyTroubled) {
    this.#onlyTroubled = onlyTroubled;
    this.#at = 0;
    this.show();
    this.#act.shown();
    this.#focus();
  }

  #showVerdict() {
    const fit = this.#fit;
    if (!fit) return fill(this.verdict);
    const isDone = fit.done >= fit.of;
    const state = !isDone ? 'trying' : fit.troubled ? 'decide' : 'go';
    this.verdict.className = `fit ${state}`;
    if (!isDone) return fill(this.verdict, say('fit.trying', { done: number(fit.done), of: number(fit.of) }));
    if (fit.troubled) {
      const link = el('button', { class: 'link', type: 'button', 'data-keep': 'troubled', on: { click: () => this.#turn(true) } }, say(fit.troubled === 1 ? 'fit.one' : 'fit.some', { n: number(fit.troubled) }));
      return fill(this.verdict, shape('decide'), link);
    }
    const all = { n: number(fit.of), pt: decimal(fit.smallestPt ?? 0) };
    return fill(this.verdict, shape('go'), el('span', {}, fit.of ? say('fit.all', all) : say('fit.nobody')));
  }

  /** Tries everybody, piece by piece, until the design changes again. @param {number} pause */
  async #try(pause) {
    const asked = ++this.#asked;
    const template = this.#design?.template ?? '';
    await new Promise((done) => setTimeout(done, pause));
    while (asked === this.#asked) {
      try {
        const fit = await call('templateFit', { template });
        if (asked !== this.#asked) return;
        this.#fit = fit;
      } catch (problem) {
        if (!isProblem(problem)) throw problem;
        if (asked === this.#asked) this.#act.broke(problem);
        return;
      }
      const isDone = this.#fit.done >= this.#fit.of;
      // Whoever looks at those in trouble keeps looking at them until all have been tried.
      if (isDone && this.#onlyTroubled) {
        this.#onlyTroubled = this.#fit.troubled > 0;
        this.#at = Math.min(this.#at, Math.max(0, this.#people.length - 1));
        this.show();
        this.#act.shown();
      } else {
        this.#showVerdict();
      }
      if (isDone) return;
    }
  }
}

/** @param {string} script its English name */
function scriptName(script) {
  const key = `script.${script}`;
  return hasWord(key) ? say(key) : script;
}
