// All badge templates as pictures of a real badge with a long name: those of the event's own, and those that come with the
// program, of which one makes one's own.

import { bdi, el, fill, setText } from '../../parts/dom.js';
import { decimal, time } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { badgePicture, call, callShell, isProblem } from '../../host.js';
import { hasWord, say } from '../../i18n/say.js';
import { zoomFor } from './geometry.js';

/** @import { DesignWire, Problem, TemplatesWire } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

/** @typedef {TemplatesWire['templates'][number]} Template */

/** Room for a picture, in dots of the screen. */
const PICTURE = { width: 260, height: 184 };

/** @typedef {object} GalleryActs @property {(design: DesignWire) => void} made @property {(template: string) => void} edit @property {() => void} batch @property {(problem: Problem) => void} broke @property {(text: string) => void} say */

export class Gallery {
  element = el('div', { class: 'gallery' });
  #desk;
  #act;
  /** @type {TemplatesWire | null} */
  #all = null;
  /** The template whose card is open. @type {string | null} */
  #open = null;
  /** It is about to be deleted. */
  #deleting = false;
  #making = false;
  /** The pictures by their address, since the templates were asked for. @type {Map<string, HTMLImageElement>} */
  #pictures = new Map();
  #wrong = el('p', { class: 'field-error', role: 'alert' });

  /** @param {Desk} desk @param {GalleryActs} act */
  constructor(desk, act) {
    this.#desk = desk;
    this.#act = act;
  }

  /** It has come up: the templates of now. */
  async ask() {
    await this.#while(async () => {
      this.#all = await call('badgeTemplates', {});
      this.#pictures.clear();
    });
    this.show();
  }

  focus() {
    /** @type {HTMLElement | null} */ (this.element.querySelector('.template-card .button'))?.focus();
  }

  /** Esc: out of a card or a form that is open. @returns {boolean} */
  escape() {
    if (this.#deleting) this.#deleting = false;
    else if (this.#making) this.#making = false;
    else if (this.#open !== null) this.#open = null;
    else return false;
    this.show();
    return true;
  }

  /** Says everything again, in the language of now. */
  show() {
    const kept = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
    const all = this.#all;
    fill(this.element,
      el('div', { class: 'row wrap gallery-head' }, el('p', { class: 'soft' }, say('badges.about')), el('span', { class: 'row push' },
        el('button', { class: 'button', type: 'button', 'data-keep': 'batch', on: { click: () => this.#act.batch() } }, icon('printer', 'small'), say('batch.title')),
        el('button', { class: 'button', type: 'button', 'data-keep': 'import', on: { click: () => this.#import() } }, icon('file', 'small'), say('badges.import')),
        el('button', { class: 'button main', type: 'button', 'data-keep': 'new', 'aria-expanded': String(this.#making), on: { click: () => this.#toggleMaking() } }, icon('plus', 'small'), say('badges.new')))),
      this.#wrong, this.#making && all ? this.#form(all) : null,
      all ? el('ul', { class: 'template-cards' }, ...all.templates.map((template) => this.#card(template, all))) : null);
    if (kept) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-keep="${CSS.escape(kept)}"]`))?.focus();
  }

  #toggleMaking() {
    this.#making = !this.#making;
    this.show();
    if (this.#making) this.element.querySelector('input')?.focus();
  }

  /** @param {TemplatesWire} all */
  #form(all) {
    const submit = /** @param {SubmitEvent} event */ (event) => {
      event.preventDefault();
      if (!(event.currentTarget instanceof HTMLFormElement)) return;
      const data = new FormData(event.currentTarget);
      this.#make(String(data.get('title') ?? ''), String(data.get('like') ?? ''));
    };
    return el('form', { class: 'card template-form', 'aria-label': say('badges.new'), novalidate: true, on: { submit } },
      el('label', { class: 'label' }, say('badges.title'), el('input', { class: 'input', name: 'title', maxlength: '60', autocomplete: 'off', spellcheck: 'false', 'data-keep': 'form.title' })),
      el('label', { class: 'label' }, say('badges.like'), el('select', { class: 'input', name: 'like', 'data-keep': 'form.like' }, ...all.templates.map((template) => el('option', { value: template.template }, `${titleOf(template)} · ${sizeOf(template)}`)))),
      el('button', { class: 'button main', type: 'submit', 'data-keep': 'form.make' }, icon('check', 'small'), say('badges.make')));
  }

  /** @param {Template} template @param {TemplatesWire} all */
  #card(template, all) {
    const { template: name } = template;
    const isOpen = this.#open === name;
    const own = template.title !== undefined;
    const dpi = zoomFor({ width: template.widthMm, height: template.heightMm }, PICTURE);
    const state = `${template.revision}.${this.#desk.info.ticketTypes.length}`;
    const picture = all.sample
      ? this.#picture(badgePicture(all.sample, state, { template: name, dpi }), say('badges.picture', { name: titleOf(template) }))
      : el('span', { class: 'soft' }, say('badges.noSample'));
    const main = own
      ? el('button', { class: 'button', type: 'button', 'data-keep': `edit.${name}`, on: { click: () => this.#act.edit(name) } }, icon('edit', 'small'), say('badges.edit'), el('span', { class: 'for-readers' }, `: ${titleOf(template)}`))
      : el('button', { class: 'button', type: 'button', 'data-keep': `copy.${name}`, on: { click: () => this.#make(say('badges.copyOf', { name: titleOf(template) }), name) } }, icon('plus', 'small'), say('badges.makeOwn'), el('span', { class: 'for-readers' }, `: ${titleOf(template)}`));
    return el('li', { class: 'card template-card', 'data-template': name },
      el('div', { class: 'card-paper' }, picture),
      el('div', {}, el('h2', {}, bdi(titleOf(template))), el('p', { class: 'soft small-text' }, [sizeOf(template), own && template.savedAt ? say('design.saved', { time: time(template.savedAt) }) : say('badges.supplied')].join(' · '))),
      el('p', { class: 'row wrap who' }, ...this.#who(template)),
      el('div', { class: 'row' }, main, el('button', { class: 'button quiet', type: 'button', 'data-keep': `more.${name}`, 'aria-expanded': String(isOpen), on: { click: () => this.#toggle(name) } }, say('badges.more'), el('span', { class: 'for-readers' }, `: ${titleOf(template)}`))),
      isOpen ? this.#details(template, own) : null);
  }

  /** A picture that is there already is not asked for again. @param {string} src @param {string} alt */
  #picture(src, alt) {
    const known = this.#pictures.get(src) ?? el('img', { class: 'card-picture', src, draggable: 'false' });
    known.alt = alt;
    this.#pictures.set(src, known);
    return known;
  }

  /** Who gets it. @param {Template} template */
  #who(template) {
    const names = template.ticketTypes.map((id) => this.#desk.info.ticketTypes.find((type) => type.id === id)?.name ?? id);
    if (template.usual) names.push(say('badges.usual'));
    return names.length ? names.map((name) => el('span', { class: 'pill line' }, bdi(name))) : [el('span', { class: 'soft small-text' }, say('badges.nobody'))];
  }

  /** @param {Template} template @param {boolean} own */
  #details(template, own) {
    const { template: name } = template;
    const checkbox = /** @param {string} id @param {string} word @param {boolean} on */ (id, word, on) => el('label', { class: 'check' }, el('input', { type: 'checkbox', value: id, checked: on, 'data-keep': `who.${name}.${id}`, on: { change: () => this.#assign(template) } }), el('span', {}, bdi(word)));
    return el('div', { class: 'stack details' },
      el('fieldset', { class: 'ways' }, el('legend', { class: 'label' }, say('badges.who')),
        ...this.#desk.info.ticketTypes.map((type) => checkbox(`type:${type.id}`, type.name, template.ticketTypes.includes(type.id))), checkbox('usual', say('badges.usual'), template.usual)),
      el('div', { class: 'row wrap' },
        own ? el('button', { class: 'button', type: 'button', 'data-keep': `copy.${name}`, on: { click: () => this.#make(say('badges.copyOf', { name: titleOf(template) }), name) } }, say('badges.copy')) : null,
        el('button', { class: 'button', type: 'button', 'data-keep': `export.${name}`, on: { click: () => this.#export(template) } }, icon('file', 'small'), say('badges.export')),
        own ? this.#deletion(name) : null));
  }

  /** It is asked once: a template that is gone cannot be brought back. @param {string} name */
  #deletion(name) {
    const ask = () => {
      this.#deleting = true;
      this.show();
      /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-keep="${CSS.escape(`sure.${name}`)}"]`))?.focus();
    };
    return this.#deleting
      ? el('button', { class: 'button danger', type: 'button', 'data-keep': `sure.${name}`, on: { click: () => this.#remove(name) } }, say('badges.deleteSure'))
      : el('button', { class: 'button danger', type: 'button', 'data-keep': `delete.${name}`, on: { click: ask } }, say('badges.delete'));
  }

  /** @param {string} name */
  #toggle(name) {
    this.#open = this.#open === name ? null : name;
    this.#deleting = false;
    this.show();
  }

  /** @param {string} title @param {string} like */
  async #make(title, like) {
    await this.#while(async () => {
      const design = await call('makeTemplate', { title, like });
      this.#making = false;
      this.#act.made(design);
    });
  }

  async #import() {
    await this.#while(async () => {
      const path = await callShell('chooseTemplate', {});
      if (path !== null) this.#act.made(await call('makeTemplate', { path }));
    });
  }

  /** @param {Template} template */
  async #export({ template, title }) {
    await this.#while(async () => {
      const out = await callShell('chooseTemplateFile', { name: `${title ?? template}.svg` });
      if (out === null) return;
      await call('saveTemplate', { template, out });
      this.#act.say(say('badges.exported', { file: out }));
    });
  }

  /** @param {Template} template */
  async #assign({ template }) {
    const boxes = [...this.element.querySelectorAll('.details input')].filter((box) => box instanceof HTMLInputElement && box.checked).map((box) => /** @type {HTMLInputElement} */ (box).value);
    await this.#while(async () => {
      const ticketTypes = boxes.filter((value) => value.startsWith('type:')).map((value) => value.slice('type:'.length));
      this.#all = await call('assignTemplate', { template, ticketTypes, usual: boxes.includes('usual') });
      await this.#desk.refreshEvent();
    });
    this.show();
  }

  /** @param {string} template */
  async #remove(template) {
    await this.#while(async () => {
      this.#all = await call('removeTemplate', { template });
      this.#open = null;
    });
    this.#deleting = false;
    this.show();
    this.focus();
  }

  /** Runs an act; what breaks is said above the cards. @param {() => Promise<void>} act */
  async #while(act) {
    setText(this.#wrong, '');
    try {
      await act();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      setText(this.#wrong, `${problem.message} ${problem.hint}`);
    }
  }
}

/** @param {{ template: string, title?: string }} template */
export function titleOf({ template, title }) {
  const key = `settings.template.${template}`;
  return title ?? (hasWord(key) ? say(key) : template);
}

/** @param {Template} template */
function sizeOf({ widthMm, heightMm }) {
  const short = /** @param {number} mm */ (mm) => decimal(mm).replace(/[.,]0$/, '');
  return `${short(widthMm)} × ${short(heightMm)}\u00a0mm`;
}
