// Badges printed beforehand: who, in which order, on which paper, into which boxes; a look at each sheet; and the batch under way.

import { call, isProblem } from '../../host.js';
import { bdi, el, fill, setText } from '../../parts/dom.js';
import { decimal, number } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { say, sayNodes, spoken } from '../../i18n/say.js';

/** @import { BatchOrder, BatchParams, BatchPlan, BatchState, Problem } from '../../../types/wire.js' */

/** How often a batch under way is asked for, in ms. */
const ASK_EVERY = 300;
/** @type {BatchOrder[]} */
const ORDERS = ['surname', 'organisation', 'ticketType'];
const FEWEST_BOXES = 2;
const MOST_BOXES = 26;

/** @typedef {{ broke: (problem: Problem) => void, back?: () => void }} Act */

export class BatchScreen {
  element = el('div', { class: 'batch-screen' });
  #act;
  /** Ticket types that are left out. @type {Set<string>} */
  #without = new Set();
  #again = false;
  /** @type {BatchOrder} */
  #order = 'surname';
  #sheet = '';
  /** The printer's id; empty: files for any printer. */
  #printer = '';
  #boxes = 0;
  #start = 1;
  /** @type {BatchPlan | undefined} */
  #plan;
  #page = 0;
  /** @type {BatchState | undefined} */
  #state;
  #asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #next;
  #looking = false;
  #canvas = el('canvas', { class: 'sheet', role: 'img' });
  #who = el('section', { class: 'card batch-who' });
  #spans = el('ul', { class: 'batch-boxes' });
  #go = el('button', { type: 'button', class: 'button main big wide', 'data-keep': 'go', on: { click: () => this.#print() } });
  /** The language of the frame, and what the choices were made for. */
  #framed = '';
  #shape = '';
  #paper = el('section', { class: 'batch-paper' });
  #side = el('div', { class: 'batch-side' });

  /** @param {Act} act */
  constructor(act) {
    this.#act = act;
  }

  /** It has come up. */
  open() {
    this.show();
    this.#ask();
    this.#follow();
  }

  show() {
    this.#keeping(() => {
      this.#showFrame();
      this.#showWho();
      this.#showPaper();
      this.#showSide();
    });
  }

  /** What is around the three parts; made anew in another language only. */
  #showFrame() {
    if (this.#framed === spoken()) return;
    this.#framed = spoken();
    const back = this.#act.back;
    fill(this.element,
      el('div', { class: 'batch-head' },
        back ? el('button', { type: 'button', class: 'button quiet', 'data-keep': 'back', on: { click: () => back() } }, icon('back'), say('batch.back')) : null,
        el('h1', {}, say('batch.title'))),
      el('div', { class: 'batch' }, this.#who, this.#paper, this.#side));
  }

  /** The printer that is chosen. */
  #chosen() {
    return this.#plan?.printers.find((printer) => printer.id === this.#printer);
  }

  /** @returns {boolean} whether an Escape was for this screen */
  escape() {
    if (!this.#act.back) return false;
    this.#act.back();
    return true;
  }

  /** What is asked for, as the calls take it. @returns {BatchParams} */
  #wanted() {
    const types = this.#plan?.types ?? [];
    const chosen = types.filter((type) => !this.#without.has(type.id)).map((type) => type.id);
    /** @type {BatchParams} */
    const wanted = { order: this.#order, again: this.#again, boxes: this.#boxes, start: this.#start - 1, foldLines: true };
    if (this.#sheet) wanted.sheet = this.#sheet;
    if (this.#printer) wanted.printer = this.#printer;
    // All of them is the same as no condition; people without a type belong to it too.
    if (chosen.length < types.length) wanted.ticketTypes = chosen;
    return wanted;
  }

  async #ask() {
    const mine = ++this.#asked;
    try {
      const plan = await call('planBadges', this.#wanted());
      if (mine !== this.#asked) return;
      this.#plan = plan;
      if (!this.#chosen()) this.#printer = '';
      this.#page = Math.max(0, Math.min(this.#page, plan.sheets - 1));
      this.show();
      await this.#draw();
    } catch (problem) {
      if (mine !== this.#asked) return;
      if (!isProblem(problem)) throw problem;
      this.#act.broke(problem);
    }
  }

  /** @param {() => void} change */
  #change(change) {
    change();
    this.show();
    this.#ask();
  }

  /** Draws something anew; who was at a control of it is there afterwards. @param {() => void} draw */
  #keeping(draw) {
    const at = document.activeElement;
    const kept = at instanceof HTMLElement && this.element.contains(at) ? at.dataset.keep : undefined;
    draw();
    if (!kept || document.activeElement !== document.body) return;
    // What is there no longer leads back to what begins a batch.
    const again = this.element.querySelector(`[data-keep="${CSS.escape(kept)}"]:enabled`) ?? this.element.querySelector('[data-keep=go]:enabled') ?? this.element.querySelector('[data-keep=back]');
    if (again instanceof HTMLElement) again.focus();
  }

  /** The choices stay the nodes they are while only numbers change: somebody may be in the middle of one. */
  #showWho() {
    const plan = this.#plan;
    const shape = JSON.stringify([spoken(), plan?.types.map((type) => [type.id, type.name]), plan?.papers, plan?.printers, this.#printer, Boolean(this.#sheet), this.#boxes]);
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#makeWho(plan);
    }
    for (const type of plan?.types ?? []) this.#tell(`type-${type.id}`, number(type.badges));
    this.#tell('again', plan && plan.skipped > 0 ? `−${number(plan.skipped)}` : '');
    fill(this.#spans, ...(plan?.boxes ?? []).map((box) => el('li', {}, el('b', {}, box.name), ' ', bdi(`${box.first} – ${box.last}`), el('span', { class: 'soft' }, number(box.badges)))));
    const none = plan && this.#without.size === plan.types.length;
    this.#go.disabled = isUnder(this.#state) || !plan || plan.badges === 0 || Boolean(none);
    fill(this.#go, icon('printer'), plan && plan.badges > 0 && !none ? this.#goes(plan) : say('batch.nobody'));
  }

  /** Says how many there are beside a box to tick. @param {string} keep @param {string} text */
  #tell(keep, text) {
    const place = this.#who.querySelector(`[data-count="${CSS.escape(keep)}"]`);
    if (place instanceof HTMLElement) setText(place, text);
  }

  /** @param {BatchPlan | undefined} plan */
  #makeWho(plan) {
    fill(this.#who,
      el('fieldset', {}, el('legend', {}, say('batch.who')),
        ...(plan?.types ?? []).map((type) => this.#tick(`type-${type.id}`, bdi(type.name), !this.#without.has(type.id), (on) => {
          if (on) this.#without.delete(type.id);
          else this.#without.add(type.id);
        })),
        this.#tick('again', say('batch.skip'), !this.#again, (on) => {
          this.#again = !on;
        })),
      el('div', { class: 'batch-two' },
        this.#select('order', say('batch.order'), ORDERS.map((order) => [order, say(`batch.order.${order}`)]), this.#order, (value) => {
          this.#order = ORDERS.find((order) => order === value) ?? 'surname';
        }),
        this.#select('sheet', say('batch.paper'), [['', say('batch.paper.one')], ...(plan?.papers ?? []).map((paper) => /** @type {[string, string]} */ ([paper, paperName(paper)]))], this.#sheet, (value) => {
          this.#sheet = value;
          this.#page = 0;
        })),
      plan && plan.printers.length > 0 ? this.#printerChoice(plan) : null,
      this.#sheet ? this.#count('start', say('batch.start'), this.#start, 1, 100, (value) => {
        this.#start = value;
      }) : null,
      this.#boxChoice(), this.#spans,
      el('p', { class: 'soft' }, say(this.#boxes > 0 ? 'batch.boxes.help' : 'batch.boxes.none.help')), this.#go);
  }

  /** What the button does. @param {BatchPlan} plan */
  #goes(plan) {
    const printer = this.#chosen();
    if (printer && !this.#sheet) return el('span', {}, ...sayNodes('batch.go.printer', { n: number(plan.badges), printer: bdi(printer.name) }));
    return say('batch.go', { n: number(plan.badges), s: number(plan.sheets) });
  }

  /** @param {BatchPlan} plan */
  #printerChoice(plan) {
    const printer = this.#chosen();
    const [right, down] = printer?.offsetMm ?? [0, 0];
    const about = !printer ? [say('batch.printer.file')]
      : this.#sheet ? sayNodes('batch.printer.sheet', { printer: bdi(printer.name), right: decimal(right), down: decimal(down) })
        : sayNodes('batch.printer.labels', { printer: bdi(printer.name) });
    return el('div', { class: 'batch-field' },
      this.#select('printer', say('batch.printer'), [['', say('batch.printer.none')], ...plan.printers.map((one) => /** @type {[string, string]} */ ([one.id, one.name]))], this.#printer, (value) => {
        this.#printer = value;
      }),
      el('p', { class: 'soft' }, ...about));
  }

  /** @param {string} keep @param {import('../../parts/dom.js').Child} name @param {boolean} on @param {(on: boolean) => void} set */
  #tick(keep, name, on, set) {
    const box = el('input', { type: 'checkbox', 'data-keep': keep, checked: on, on: { change: () => this.#change(() => set(box.checked)) } });
    box.checked = on;
    return el('label', { class: 'batch-tick' }, box, el('span', {}, name), el('span', { class: 'soft', 'data-count': keep }));
  }

  /** @param {string} keep @param {string} name @param {[string, string][]} choices @param {string} value @param {(value: string) => void} set */
  #select(keep, name, choices, value, set) {
    const select = el('select', { 'data-keep': keep, on: { change: () => this.#change(() => set(select.value)) } }, ...choices.map(([id, text]) => el('option', { value: id }, text)));
    select.value = value;
    return el('label', { class: 'batch-field' }, el('b', {}, name), select);
  }

  /** @param {string} keep @param {string} name @param {number} value @param {number} least @param {number} most @param {(value: number) => void} set */
  #count(keep, name, value, least, most, set) {
    const input = el('input', { type: 'number', 'data-keep': keep, min: least, max: most, value, on: { change: () => this.#change(() => set(Math.max(least, Math.min(most, Math.round(Number(input.value)) || least)))) } });
    return el('label', { class: 'batch-field' }, el('b', {}, name), input);
  }

  #boxChoice() {
    const choice = (/** @type {boolean} */ on, /** @type {string} */ text) => el('button', {
      type: 'button', role: 'radio', 'data-keep': on ? 'boxes-on' : 'boxes-off', 'aria-checked': String(this.#boxes > 0 === on), on: { click: () => this.#change(() => {
        this.#boxes = on ? Math.max(this.#boxes, 4) : 0;
      }) },
    }, text);
    return el('div', { class: 'batch-field' }, el('b', { id: 'batch-boxes' }, say('batch.boxes')),
      el('div', { class: 'batch-two' },
        el('div', { class: 'segments', role: 'radiogroup', 'aria-labelledby': 'batch-boxes' }, choice(false, say('batch.boxes.none')), choice(true, say('batch.boxes.some', { n: number(this.#boxes || 4) }))),
        this.#boxes > 0 ? this.#count('boxes', say('batch.boxes.count'), this.#boxes, FEWEST_BOXES, MOST_BOXES, (value) => {
          this.#boxes = value;
        }) : null));
  }

  #showPaper() {
    const sheets = this.#plan?.sheets ?? 0;
    const turn = (/** @type {number} */ by) => {
      this.#page += by;
      this.#keeping(() => this.#showPaper());
      this.#draw();
    };
    fill(this.#paper,
      el('div', { class: 'batch-pages' },
        el('h2', {}, sheets > 0 ? say('batch.sheet', { n: number(this.#page + 1), of: number(sheets) }) : say('batch.sheet.none')),
        el('button', { type: 'button', class: 'button quiet', 'data-keep': 'earlier', 'aria-label': say('batch.earlier'), disabled: this.#page === 0, on: { click: () => turn(-1) } }, icon('back')),
        el('button', { type: 'button', class: 'button quiet', 'data-keep': 'later', 'aria-label': say('batch.later'), disabled: this.#page + 1 >= sheets, on: { click: () => turn(1) } }, icon('next'))),
      sheets > 0 ? this.#canvas : null);
    this.#canvas.setAttribute('aria-label', say('batch.sheet', { n: number(this.#page + 1), of: number(sheets) }));
  }

  /** Shows the sheet. The picture goes over the bridge as bytes and onto a canvas: the page may load no pictures but its own. */
  async #draw() {
    if (!this.#plan || this.#plan.sheets === 0) return;
    const mine = this.#asked;
    const page = this.#page;
    try {
      const { data } = await call('sheetPicture', { batch: this.#wanted(), number: page });
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      if (mine !== this.#asked || page !== this.#page) return;
      this.#canvas.width = picture.width;
      this.#canvas.height = picture.height;
      this.#canvas.getContext('2d')?.drawImage(picture, 0, 0);
      this.#canvas.dataset.page = String(page + 1);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#act.broke(problem);
    }
  }

  #showSide() {
    fill(this.#side, this.#running(), this.#lookAt());
  }

  #running() {
    const state = this.#state;
    if (!state || state.state === 'none') return null;
    const under = state.state === 'running' || state.state === 'paused';
    const bar = el('progress', { max: Math.max(1, state.of), value: state.done, 'aria-label': say('batch.now') });
    const steer = (/** @type {'pause' | 'continue' | 'stop'} */ to) => async () => {
      try {
        this.#took(await call('steerBadges', { to }));
      } catch (problem) {
        if (!isProblem(problem)) throw problem;
        this.#act.broke(problem);
      }
    };
    const minutes = Math.ceil((state.leftS ?? 0) / 60);
    const left = state.leftS === undefined || state.leftS === null ? '' : state.leftS < 60 ? say('batch.left.seconds', { n: number(state.leftS) }) : say('batch.left', { n: number(minutes) });
    return el('section', { class: 'card batch-now', role: 'status' },
      el('h2', {}, say(`batch.state.${state.state}`)),
      el('p', {}, el('b', { class: 'batch-done' }, number(state.done)), ' ', say('batch.of', { n: number(state.of) })),
      bar,
      under && left ? el('p', { class: 'soft' }, left) : null,
      state.asked > 0 ? el('p', {}, say('batch.asked', { n: number(state.asked) })) : null,
      state.failed > 0 ? el('p', {}, say('batch.failed', { n: number(state.failed) })) : null,
      state.files.length > 0 ? el('ul', { class: 'batch-files' }, ...state.files.map((file) => el('li', {}, bdi(file)))) : null,
      state.files.length > 0 && this.#plan ? el('p', { class: 'soft' }, say('batch.folder', { folder: this.#plan.folder })) : null,
      state.problem ? el('p', {}, bdi(state.problem)) : null,
      under ? el('div', { class: 'pair' },
        state.state === 'paused'
          ? el('button', { type: 'button', class: 'button', 'data-keep': 'steer', on: { click: steer('continue') } }, say('batch.continue'))
          : el('button', { type: 'button', class: 'button', 'data-keep': 'steer', on: { click: steer('pause') } }, say('batch.pause')),
        el('button', { type: 'button', class: 'button danger', 'data-keep': 'stop', on: { click: steer('stop') } }, say('batch.stop'))) : null);
  }

  #lookAt() {
    const found = this.#plan?.lookAt ?? [];
    if (found.length === 0) return null;
    /** @type {Map<BatchPlan['lookAt'][number]['what'], string[]>} */
    const kinds = new Map();
    for (const { what, name } of found) kinds.set(what, [...(kinds.get(what) ?? []), name]);
    return el('section', { class: 'card batch-look' }, el('h2', {}, say('batch.look')),
      ...[...kinds].map(([what, names]) => el('p', {}, say(`batch.look.${what}`, { n: number(names.length) }))),
      this.#looking ? el('ul', {}, ...found.map(({ name, what }) => el('li', {}, bdi(name), el('span', { class: 'soft' }, say(`batch.is.${what}`))))) : null,
      el('button', { type: 'button', class: 'button wide', 'data-keep': 'look', 'aria-expanded': String(this.#looking), on: { click: () => {
        this.#looking = !this.#looking;
        this.#keeping(() => this.#showSide());
      } } }, this.#looking ? say('batch.look.hide') : say('batch.look.show', { n: number(found.length) })));
  }

  async #print() {
    try {
      this.#took(await call('printBadges', this.#wanted()));
      this.#follow();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#act.broke(problem);
    }
  }

  /** @param {BatchState} state */
  #took(state) {
    const before = this.#state;
    this.#state = state;
    // Nothing moves under a finger while nothing has changed.
    if (JSON.stringify(before) !== JSON.stringify(state)) this.#keeping(() => this.#showSide());
    if (isUnder(before) !== isUnder(state)) this.#keeping(() => this.#showWho());
    // Those whose badge is printed now are left out of the next plan.
    if (isUnder(before) && !isUnder(state)) this.#ask();
  }

  /** Asks for the batch as long as it is under way and somebody looks. */
  async #follow() {
    clearTimeout(this.#next);
    if (!this.element.isConnected && this.#state) return;
    try {
      this.#took(await call('badgeBatch', {}));
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      return;
    }
    if (isUnder(this.#state)) this.#next = setTimeout(() => this.#follow(), ASK_EVERY);
  }
}

/** Whether a batch is under way; one that was stopped is until nothing of it waits for a printer. @param {BatchState | undefined} state */
function isUnder(state) {
  return state?.busy ?? false;
}

/** A paper's name as a shop has it: `a4-4xa6` is said in words, makers' numbers stay. @param {string} paper */
function paperName(paper) {
  const maker = /^(durable|herma)-(\d+)$/.exec(paper);
  if (maker) return `${maker[1] === 'herma' ? 'HERMA' : 'DURABLE'} ${maker[2]}`;
  switch (paper) {
    case 'a4-4xa6':
      return say('batch.paper.a6');
    case 'a4-8xa7':
      return say('batch.paper.a7');
    case 'a4-2xa6-folded':
      return say('batch.paper.folded');
    default:
      return say('batch.paper.a4');
  }
}
