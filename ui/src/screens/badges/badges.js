// Badges: the templates there are, the designer in which one of the event's own is drawn, and those printed beforehand.

import { el, fill } from '../../parts/dom.js';
import { isProblem } from '../../host.js';
import { say } from '../../i18n/say.js';
import { BatchScreen } from './batch.js';
import { Designer } from './designer.js';
import { Gallery } from './gallery.js';

/** @import { Problem } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

export class BadgesScreen {
  element = el('div', { class: 'badges-screen' });
  #gallery;
  #designer;
  #batch;
  /** Whether badges are printed beforehand. */
  #inBatch = false;
  #act;

  /** @param {Desk} desk @param {{ broke: (problem: Problem) => void, say: (text: string) => void }} act */
  constructor(desk, act) {
    this.#act = act;
    this.#gallery = new Gallery(desk, {
      ...act,
      made: (design) => {
        this.#designer.openDesign(design);
        this.show();
        this.#designer.focus();
      },
      edit: (template) => this.#edit(template),
      batch: () => this.#toBatch(true),
    });
    this.#batch = new BatchScreen({ ...act, back: () => this.#toBatch(false) });
    this.#designer = new Designer({ ...act, back: () => this.#back() });
  }

  /** It has come up; a template that is open stays open. */
  open() {
    this.show();
    if (this.#inBatch) this.#batch.open();
    else if (this.#designer.isOpen) this.#designer.focus();
    else this.#toGallery();
  }

  show() {
    if (this.#inBatch) {
      this.#batch.show();
      fill(this.element, this.#batch.element);
    } else if (this.#designer.isOpen) {
      this.#designer.show();
      fill(this.element, this.#designer.element);
    } else {
      this.#gallery.show();
      fill(this.element, el('h1', {}, say('badges.templates')), this.#gallery.element);
    }
  }

  /** @returns {boolean} whether an Escape was for this screen */
  escape() {
    if (this.#inBatch) return this.#batch.escape();
    return this.#designer.isOpen ? this.#designer.escape() : this.#gallery.escape();
  }

  /** A key that belongs to this screen wherever the focus is. @param {KeyboardEvent} event @param {boolean} inText */
  key(event, inText) {
    return !this.#inBatch && this.#designer.isOpen && this.#designer.key(event, inText);
  }

  /** It shows people on their badges. */
  names() {
    return true;
  }

  /** @param {string} template */
  async #edit(template) {
    try {
      await this.#designer.open(template);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      return this.#act.broke(problem);
    }
    this.show();
    this.#designer.focus();
  }

  /** @param {boolean} inBatch */
  #toBatch(inBatch) {
    this.#inBatch = inBatch;
    this.show();
    if (inBatch) this.#batch.open();
    else this.#toGallery();
  }

  #back() {
    this.#designer.close();
    this.show();
    this.#toGallery();
  }

  async #toGallery() {
    await this.#gallery.ask();
    if (this.element.isConnected && !this.#designer.isOpen && !document.activeElement?.closest('.gallery')) this.#gallery.focus();
  }
}
