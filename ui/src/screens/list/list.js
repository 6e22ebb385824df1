// The lead gets a list in: choose a file or paste it, say what its columns are, look through what comes in, compare it
// with who is here, put it in. Nothing changes before the last step, and going back loses nothing.

import { el, fill } from '../../parts/dom.js';
import { call, callShell, isProblem } from '../../host.js';
import { number } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { Choices, itemsOf } from './choices.js';
import { columnsStep } from './columns.js';
import { compareStep } from './compare_step.js';
import { fixPanel } from './fix.js';
import { lookStep, warningsFirst } from './look_through.js';
import { doneCard, progressCard, sumsCard } from './put_step.js';
import { OWN, carried, carriedEdits, changes, choose, fileName, hasName, mapOf, pasteFault } from './reading.js';
import { STEPS, fileCard, lastCard, stepsLine } from './steps.js';

/** @import { ImportReport, ListColumn, ListDifference, ListEdit, ListReading, ListRow, Problem } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */
/** @import { Tab } from './choices.js' */
/** @import { Which } from './look_through.js' */
/** @import { Step } from './steps.js' */

/** Rows of the whole list that are asked for at once. */
const PAGE = 200;
/** An Enter of the key that opened a step must not put a list in, in ms. */
const DEAD_MS = 400;
/** How often an import under way is asked how far it is, in ms. */
const ASK_MS = 250;

/** @import { Progress } from './put_step.js' */

export class ListScreen {
  element = el('div', { class: 'list-screen' });
  #desk;
  #done;
  /** @type {Step} */
  #step = 'file';
  #path = '';
  /** What was pasted in place of a file. */
  #pasted = '';
  #sheet = '';
  #encoding = '';
  /** Cells that were put right. @type {ListEdit[]} */
  #edits = [];
  /** What the file says by itself. @type {ListColumn[]} */
  #guess = [];
  /** The field of each column. @type {string[]} */
  #chosen = [];
  /** What the import would do, as the columns are chosen now. @type {ImportReport | null} */
  #preview = null;
  /** @type {ImportReport | null} */
  #imported = null;
  #importedAt = 0;
  /** The import before this list, as long as it stands: it can still be undone. @type {{ report: ImportReport, at: number, file: string } | null} */
  #last = null;
  /** How many people left with the undo; null: not undone. @type {number | null} */
  #undone = null;
  /** @type {Problem | null} */
  #problem = null;
  /** @type {Progress | null} */
  #progress = null;
  #busy = false;
  /** @type {Which} */
  #which = 'rejected';
  #chosenRow = 0;
  #top = 0;
  #offersEncodings = false;
  #said = '';
  /** @type {HTMLElement | null} */
  #fix = null;
  /** Rows of the whole list by their place, as far as they are known. @type {Map<number, ListRow>} */
  #rows = new Map();
  #choices = new Choices();
  /** The differences that were decided about. @type {ListDifference[]} */
  #differences = [];
  /** @type {{ tab: Tab, chosen: number, top: number }} */
  #comparing = { tab: 'weighty', chosen: 0, top: 0 };
  #openedAt = 0;
  #asked = 0;

  /** Its rows are people. */
  names() {
    return true;
  }

  /** @param {Desk} desk @param {() => void} done */
  constructor(desk, done) {
    this.#desk = desk;
    this.#done = done;
  }

  /** Whether an Escape was for this screen: it goes back one step. */
  escape() {
    if (this.#busy) return true;
    if (this.#step === 'file' || this.#imported) return false;
    if (this.#step === 'look' && (this.#fix || this.#offersEncodings)) {
      this.#fix = null;
      this.#offersEncodings = false;
      this.show();
      this.#focus('list.look.rows');
      return true;
    }
    const before = STEPS[STEPS.indexOf(this.#step) - 1] ?? 'file';
    this.#go(before === 'compare' && !this.#compares ? 'look' : before);
    return true;
  }

  /** Puts the focus where this step goes on. */
  open() {
    /** @type {HTMLElement | null} */ (this.element.querySelector('[data-begin]') ?? this.element.querySelector('button'))?.focus();
  }

  show() {
    const kept = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
    const body = { file: () => this.#file(), columns: () => this.#columns(), look: () => this.#look(), compare: () => this.#compare(), put: () => this.#put() }[this.#step];
    fill(this.element,
      el('div', { class: 'list-head' }, el('h1', {}, say('list.title')), this.#steps()),
      this.#problem ? el('div', { class: 'note stop', role: 'alert' }, icon('alert', 'small'), el('span', {}, el('b', {}, this.#problem.message), ' ', this.#problem.hint)) : null,
      ...body());
    if (kept) this.#focus(kept);
  }

  /** @param {string} keep */
  #focus(keep) {
    /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-keep="${keep}"]`))?.focus();
  }

  /** Whether there is anything to compare: a first list is all new. */
  get #compares() {
    const report = this.#preview;
    const here = this.#desk.info.listImport !== undefined || (report && report.unchanged + report.updated + report.gone + report.conflicts > 0);
    return Boolean(report && here && Object.keys(report.differing).length > 0);
  }

  /** Which list, before anything is said of its columns and cells. @returns {ListReading} */
  #source(encoding = this.#encoding) {
    return {
      ...(this.#pasted ? { text: this.#pasted } : { path: this.#path }),
      ...(this.#sheet ? { sheet: this.#sheet } : {}),
      ...(encoding ? { encoding } : {}),
      anyHeader: true,
      remember: true,
    };
  }

  /** Which list, and how it is read. @returns {ListReading} */
  #list() {
    const map = mapOf(this.#guess, this.#chosen);
    return { ...this.#source(), ...(Object.keys(map).length ? { map } : {}), ...(this.#edits.length ? { edits: this.#edits } : {}) };
  }

  get #name() {
    return this.#pasted ? say('list.pasted') : fileName(this.#path);
  }

  /** @param {Step} step */
  #go(step) {
    this.#step = step;
    this.#problem = null;
    this.#openedAt = performance.now();
    this.show();
    this.open();
  }

  #steps() {
    const skips = this.#preview !== null && this.#step !== 'compare' && !this.#imported && !this.#compares;
    return stepsLine(this.#step, { skips, over: this.#imported !== null });
  }

  /** @param {string} word @param {() => void} run @param {{ main?: boolean, disabled?: boolean, picture?: 'next' | 'back' | 'file' | 'check' | 'undo', text?: string, begin?: boolean }} [more] */
  #button(word, run, { main = false, disabled = false, picture, text, begin = main } = {}) {
    const last = picture === 'next';
    return el('button', { class: main ? 'button main' : 'button', type: 'button', disabled: disabled || this.#busy, 'data-begin': begin, 'data-keep': word, on: { click: run } },
      picture && !last ? icon(picture, 'small') : null, text ?? say(word), last ? icon('next', 'small') : null);
  }

  /** The line at the bottom: back, what has happened so far, on. @param {HTMLElement | null} on */
  #foot(on, said = say('list.nothingYet')) {
    const back = this.#button('act.back', () => this.escape(), { picture: 'back' });
    return el('div', { class: 'list-foot' }, back, el('span', { class: 'soft said' }, said), on);
  }

  #file() {
    const report = this.#preview;
    const last = lastCard(this.#last, this.#desk.info, this.#desk.now(), () => this.#button('list.undo', () => this.#undo(), { picture: 'undo' }));
    return [fileCard({ name: this.#path || this.#pasted ? this.#name : '', report, undone: this.#last ? null : this.#undone, last }, {
      choose: this.#button('list.file.choose', () => this.#chooseFile(), { main: !report, picture: 'file', text: say(this.#path ? 'list.file.other' : 'list.file.choose') }),
      next: report ? this.#button('list.next', () => this.#go('columns'), { main: true, picture: 'next' }) : null,
      read: (text) => this.#button('list.paste.read', () => this.#paste(text()), {}),
      tooLong: (text) => void this.#paste(text),
    })];
  }

  async #chooseFile() {
    if (this.#busy) return;
    await this.#while(async () => {
      const path = await callShell('chooseList', {});
      if (path === null) return;
      this.#begin();
      this.#path = path;
      await this.#readAnew();
    });
    this.open();
  }

  /** @param {string} text */
  async #paste(text) {
    if (this.#busy || !text.trim()) return;
    this.#problem = pasteFault(text);
    if (this.#problem) return this.show();
    await this.#while(async () => {
      this.#begin();
      this.#pasted = text;
      await this.#readAnew();
    });
    this.open();
  }

  /** Forgets the list before this one. */
  #begin() {
    this.#path = '';
    this.#pasted = '';
    this.#sheet = '';
    this.#encoding = '';
    this.#edits = [];
    this.#guess = [];
    this.#chosen = [];
    this.#preview = null;
    this.#undone = null;
  }

  /** Reads the list as if nothing had been chosen of its columns. */
  async #readAnew() {
    this.#guess = [];
    this.#chosen = [];
    // A line of another sheet is another line.
    this.#edits = [];
    this.#choices = new Choices();
    const report = await this.#ask();
    this.#guess = report.columns ?? [];
    this.#chosen = this.#guess.map(({ field }) => field ?? OWN);
    this.#took(report);
    this.#step = 'columns';
  }

  /** @returns {Promise<ImportReport>} */
  #ask() {
    return call('importList', { ...this.#list(), preview: true, differences: true });
  }

  /** What the list would do is known. @param {ImportReport} report */
  #took(report) {
    this.#preview = report;
    this.#which = warningsFirst(report) ? 'warned' : 'rejected';
    this.#chosenRow = 0;
    this.#top = 0;
    this.#rows.clear();
    this.#fix = null;
    this.#said = '';
    this.#choices = this.#choices.kept(this.#differences, report.differences ?? []);
    this.#differences = report.differences ?? [];
    const weighty = itemsOf(report.differences ?? [], 'weighty').length;
    this.#comparing = { tab: weighty ? 'weighty' : report.differing.changed ? 'changed' : report.differing.new ? 'new' : 'gone', chosen: 0, top: 0 };
  }

  /** Runs what takes a while; nothing else is pressed meanwhile, and what breaks is said. @param {() => Promise<void>} work */
  async #while(work) {
    this.#busy = true;
    this.#problem = null;
    this.element.setAttribute('aria-busy', 'true');
    this.show();
    try {
      await work();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#problem = problem;
    } finally {
      this.#busy = false;
      this.#openedAt = performance.now();
      this.element.removeAttribute('aria-busy');
      this.show();
    }
  }

  #columns() {
    const ready = hasName(this.#chosen) && this.#preview !== null;
    const sheets = this.#preview?.sheets ?? [];
    return [
      columnsStep(this.#guess, this.#chosen, (place, field) => this.#chooseField(place, field), {
        sheets, sheet: this.#preview?.sheet ?? '', remembered: this.#preview?.remembered ?? false,
        choose: (sheet) => { this.#sheet = sheet; this.#while(() => this.#readAnew()); },
      }),
      hasName(this.#chosen) ? null : el('div', { class: 'note', role: 'alert' }, icon('alert', 'small'), say('list.columns.noName')),
      this.#foot(this.#button('list.next', () => this.#go('look'), { main: true, picture: 'next', disabled: !ready })),
    ];
  }

  /** @param {number} place @param {string} field */
  async #chooseField(place, field) {
    this.#chosen = choose(this.#chosen, place, field);
    this.#problem = null;
    this.#preview = null;
    this.show();
    if (!hasName(this.#chosen)) return;
    await this.#preparing();
  }

  /**
   * Asks anew what the list would do; of two answers the one to the later question holds. With other letters the columns
   * are read anew, and what was chosen and put right goes with its place.
   *
   * @param {string} [encoding]
   */
  async #preparing(encoding) {
    const asked = ++this.#asked;
    try {
      let report = await (encoding === undefined ? this.#ask() : call('importList', { ...this.#source(encoding), preview: true, differences: true }));
      if (asked !== this.#asked) return;
      if (encoding !== undefined) {
        const [before, columns] = [this.#guess, report.columns ?? []];
        this.#encoding = encoding;
        this.#chosen = carried(before, this.#chosen, columns);
        this.#edits = carriedEdits(this.#edits, before, columns);
        this.#guess = columns;
        if (this.#edits.length || Object.keys(mapOf(this.#guess, this.#chosen)).length) report = await this.#ask();
        if (asked !== this.#asked) return;
      }
      this.#took(report);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      if (asked !== this.#asked) return;
      this.#problem = problem;
    }
    this.show();
  }

  #look() {
    const report = /** @type {ImportReport} */ (this.#preview);
    return [
      lookStep(report, this.#name, this.#guess, this.#chosen, {
        which: this.#which, chosen: this.#chosenRow, top: this.#top, encodings: this.#offersEncodings, said: this.#said, fix: this.#fix,
        all: (place) => this.#rows.get(place), total: report.people + report.rejected.length,
      }, {
        which: (which) => { this.#which = which; this.#chosenRow = 0; this.#top = 0; this.show(); },
        moved: (place, top) => { this.#chosenRow = place; this.#top = top; },
        seen: (from, to) => this.#fetchRows(from, to),
        fix: (line, why, reason, other) => this.#openFix(line, why, reason, other),
        save: () => this.#saveRejected(),
        columns: () => this.#go('columns'),
        offer: () => { this.#offersEncodings = !this.#offersEncodings; this.#fix = null; this.show(); },
        encoding: (encoding) => this.#preparing(encoding),
      }),
      this.#foot(this.#button('list.next', () => this.#go(this.#compares ? 'compare' : 'put'), { main: true, picture: 'next', text: say(this.#compares ? 'list.toCompare' : 'list.next') })),
    ];
  }

  /** Rows of the whole list that come into sight. @param {number} from @param {number} to */
  async #fetchRows(from, to) {
    const start = Math.floor(from / PAGE) * PAGE;
    for (let page = start; page < to; page += PAGE) {
      if (this.#rows.has(page)) continue;
      const { rows } = await call('listRows', { list: this.#list(), from: page, limit: PAGE });
      rows.forEach((row, nth) => this.#rows.set(page + nth, row));
      if (this.#step === 'look' && this.#which === 'all' && rows.length) this.show();
    }
  }

  /** @param {number} line @param {string} why @param {string} reason @param {number} [other] */
  async #openFix(line, why, reason, other) {
    try {
      const lines = await call('listLines', { list: this.#list(), lines: other === undefined ? [line] : [line, other] });
      this.#offersEncodings = false;
      this.#fix = fixPanel(lines, { line, why, reason, other }, {
        save: (edits) => {
          this.#edits = [...this.#edits, ...edits];
          this.#fix = null;
          this.#preparing().then(() => this.#focus('list.look.rows'));
        },
        close: () => this.escape(),
      });
      this.show();
      /** @type {HTMLElement | null} */ (this.element.querySelector('.list-fix [data-begin]'))?.focus();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#problem = problem;
      this.show();
    }
  }

  async #saveRejected() {
    try {
      const { path } = await call('saveRejected', { list: this.#list() });
      this.#said = say('list.look.saved', { file: path });
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#said = `${problem.message} ${problem.hint}`;
    }
    this.show();
  }

  #compare() {
    const report = /** @type {ImportReport} */ (this.#preview);
    const n = this.#choices.count(report.differences ?? []);
    return [
      compareStep(report, this.#choices, this.#comparing, {
        tab: (tab) => { this.#comparing = { tab, chosen: 0, top: 0 }; this.show(); },
        changed: () => this.show(),
        moved: (chosen, top) => { this.#comparing = { ...this.#comparing, chosen, top }; },
      }),
      this.#foot(n ? this.#button('act.apply', () => this.#import(), { main: true, picture: 'check', text: say('act.apply', { n: number(n) }) }) : this.#button('list.finish', () => this.#finish(), { main: true }), say('list.kept')),
    ];
  }

  #put() {
    const report = this.#imported ?? /** @type {ImportReport} */ (this.#preview);
    if (this.#progress) return [progressCard(this.#progress, () => this.#stop())];
    if (this.#imported) return this.#after(this.#imported);
    const n = changes(report);
    return [
      sumsCard(report, n),
      this.#foot(n ? this.#button('act.apply', () => this.#import(), { main: true, picture: 'check', text: say('act.apply', { n: number(n) }) }) : this.#button('list.finish', () => this.#finish(), { main: true })),
    ];
  }

  /** @param {ImportReport} report */
  #after(report) {
    return [
      doneCard(report, this.#undone, this.#importedAt, this.#undone === null && report.import ? this.#button('list.undo', () => this.#undo(), { picture: 'undo' }) : null),
      el('div', { class: 'list-foot' }, this.#button('list.again', () => this.#finish(), {}), el('span', { class: 'said' }), this.#button('list.toArrivals', () => { this.#finish(); this.#done(); }, { main: true })),
    ];
  }

  async #import() {
    if (this.#busy || performance.now() - this.#openedAt < DEAD_MS) return;
    const preview = /** @type {ImportReport} */ (this.#preview);
    const from = this.#step;
    const choices = this.#choices.toList(preview.differences ?? []);
    this.#step = 'put';
    this.#progress = { done: 0, of: changes(preview) };
    const asking = setInterval(() => this.#askProgress(), ASK_MS);
    await this.#while(async () => {
      try {
        this.#imported = await call('importList', { ...this.#list(), choices, digest: preview.digest });
        this.#importedAt = this.#desk.now();
        if (this.#imported.import) this.#last = { report: this.#imported, at: this.#importedAt, file: this.#name };
      } catch (problem) {
        // Nothing of it is in; what was decided is still there.
        this.#step = from;
        throw problem;
      } finally {
        clearInterval(asking);
        this.#progress = null;
      }
    });
    await this.#desk.refreshEvent();
    this.open();
  }

  async #stop() {
    try {
      await call('cancelImport', {});
    } catch (problem) {
      // The import itself says how it ended.
      if (!isProblem(problem)) throw problem;
    }
  }

  async #askProgress() {
    try {
      const { done, of } = await call('importProgress', {});
      if (!this.#progress || done === undefined || of === undefined) return;
      this.#progress = { done, of };
      this.show();
    } catch (problem) {
      // The import itself says what broke.
      if (!isProblem(problem)) throw problem;
    }
  }

  async #undo() {
    const made = this.#last?.report.import ?? this.#desk.info.listImport;
    if (!made || this.#busy || performance.now() - this.#openedAt < DEAD_MS) return;
    await this.#while(async () => {
      const report = await call('undoImport', { import: made });
      this.#undone = report.gone;
      this.#last = null;
    });
    await this.#desk.refreshEvent();
    this.open();
  }

  /** Back to the beginning, for another list. */
  #finish() {
    this.#begin();
    this.#imported = null;
    this.#go('file');
  }
}
