// The lead gets a list in: choose a file, say what its columns are, look through what comes in, put it in. Nothing
// changes before the last step, and going back loses nothing.

import { bdi, el, fill } from '../../parts/dom.js';
import { call, callShell, isProblem } from '../../host.js';
import { number, time, when } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { bar } from '../../shell/head.js';
import { columnsStep } from './columns.js';
import { lookStep, warningsFirst } from './look_through.js';
import { OWN, changes, choose, fileName, hasName, howRead, mapOf } from './reading.js';

/** @import { ImportReport, ListColumn, Problem } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

/** @typedef {'file' | 'columns' | 'look' | 'put'} Step */

/** The steps as they are shown; comparing has its place and is not there yet. */
const SHOWN = /** @type {const} */ (['file', 'columns', 'look', 'compare', 'put']);
/** @type {Step[]} */
const STEPS = ['file', 'columns', 'look', 'put'];

/** An Enter of the key that opened a step must not put a list in, in ms. */
const DEAD_MS = 400;
/** How often an import under way is asked how far it is, in ms. */
const ASK_MS = 250;

/** @typedef {{ of: number, done: number }} Progress */

export class ListScreen {
  element = el('div', { class: 'list-screen' });
  #desk;
  #done;
  /** @type {Step} */
  #step = 'file';
  #path = '';
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
  #warnings = false;
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
    this.#go(/** @type {Step} */ (STEPS[STEPS.indexOf(this.#step) - 1]));
    return true;
  }

  /** Puts the focus where this step goes on. */
  open() {
    /** @type {HTMLElement | null} */ (this.element.querySelector('[data-begin]') ?? this.element.querySelector('button'))?.focus();
  }

  show() {
    const kept = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
    const body = { file: () => this.#file(), columns: () => this.#columns(), look: () => this.#look(), put: () => this.#put() }[this.#step];
    fill(this.element,
      el('div', { class: 'list-head' }, el('h1', {}, say('list.title')), this.#steps()),
      this.#problem ? el('div', { class: 'note stop', role: 'alert' }, icon('alert', 'small'), el('span', {}, el('b', {}, this.#problem.message), ' ', this.#problem.hint)) : null,
      ...body());
    if (kept) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-keep="${kept}"]`))?.focus();
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
    const at = SHOWN.indexOf(this.#step);
    return el('ol', { class: 'list-steps', 'aria-label': say('list.steps') }, ...SHOWN.map((step, place) => {
      const skipped = step === 'compare';
      const state = skipped ? 'skipped' : place < at || this.#imported ? 'done' : place === at ? 'on' : '';
      return el('li', { class: state, 'aria-current': place === at ? 'step' : null },
        el('span', { class: 'sign', 'aria-hidden': 'true' }, state === 'done' ? '✓' : place + 1),
        say(`list.step.${step}`), skipped ? el('span', { class: 'for-readers' }, ` (${say('list.step.skipped')})`) : null);
    }));
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
    return [
      el('section', { class: 'card list-file' }, icon('file', 'large'), el('h2', {}, say('list.file.title')), el('p', { class: 'soft' }, say('list.file.help')),
        this.#path ? el('p', { class: 'file-name' }, bdi(fileName(this.#path)), report ? el('span', { class: 'soft' }, howRead(report)) : null) : null,
        el('div', { class: 'row wrap' },
          this.#button('list.file.choose', () => this.#chooseFile(), { main: !report, picture: 'file', text: say(this.#path ? 'list.file.other' : 'list.file.choose') }),
          report ? this.#button('list.next', () => this.#go('columns'), { main: true, picture: 'next' }) : null),
        this.#undone !== null && !this.#last ? el('p', { role: 'status' }, say('list.undone', { n: number(this.#undone) })) : null,
        this.#last ? el('div', { class: 'last-list' }, el('p', {}, bdi(this.#last.file), ' · ', say('list.done', { n: number(changes(this.#last.report)), time: time(this.#last.at) })), this.#button('list.undo', () => this.#undo(), { picture: 'undo' })) : this.#earlier()),
    ];
  }

  /** A list that was put in before this window was opened. */
  #earlier() {
    const { listImport, listAt } = this.#desk.info;
    if (!listImport || !listAt) return null;
    return el('div', { class: 'last-list' }, el('p', {}, say('list.earlier', { when: when(listAt, this.#desk.now()) })), this.#button('list.undo', () => this.#undo(), { picture: 'undo' }));
  }

  async #chooseFile() {
    if (this.#busy) return;
    await this.#while(async () => {
      const path = await callShell('chooseList', {});
      if (path === null) return;
      this.#path = path;
      this.#preview = null;
      this.#undone = null;
      const report = await call('importList', { path, preview: true });
      this.#preview = report;
      this.#guess = report.columns ?? [];
      this.#chosen = this.#guess.map(({ field }) => field ?? OWN);
      this.#warnings = warningsFirst(report);
      this.#step = 'columns';
    });
    this.open();
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
    return [
      columnsStep(this.#guess, this.#chosen, (place, field) => this.#chooseField(place, field)),
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
    const asked = ++this.#asked;
    try {
      const report = await call('importList', { path: this.#path, preview: true, map: mapOf(this.#guess, this.#chosen) });
      if (asked !== this.#asked) return;
      this.#preview = report;
      this.#warnings = warningsFirst(report);
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
      lookStep(report, fileName(this.#path), this.#guess, this.#chosen, {
        warnings: this.#warnings,
        choose: (warnings) => {
          this.#warnings = warnings;
          this.show();
        },
        columns: () => this.#go('columns'),
      }),
      this.#foot(this.#button('list.next', () => this.#go('put'), { main: true, picture: 'next' })),
    ];
  }

  #put() {
    const report = this.#imported ?? /** @type {ImportReport} */ (this.#preview);
    if (this.#progress) return [this.#underWay(this.#progress)];
    if (this.#imported) return this.#after(this.#imported);
    const n = changes(report);
    const rows = /** @type {const} */ (['added', 'updated', 'unchanged', 'gone', 'conflicts']).filter((name) => report[name] > 0 || name === 'added');
    const line = /** @param {(typeof rows)[number]} name */ (name) => el('li', { 'data-count': name }, el('b', {}, number(report[name])), el('span', {}, say(`list.put.${name}`)));
    return [
      el('section', { class: 'card list-put' }, el('h2', {}, say(n ? 'list.put.title' : 'list.put.same')), el('ul', { class: 'sums' }, ...rows.map(line)),
        el('p', { class: 'soft' }, say(n ? 'list.kept' : 'list.put.same.help'))),
      this.#foot(n ? this.#button('act.apply', () => this.#import(), { main: true, picture: 'check', text: say('act.apply', { n: number(n) }) }) : this.#button('list.finish', () => this.#finish(), { main: true })),
    ];
  }

  /** @param {Progress} progress */
  #underWay({ done, of }) {
    return el('section', { class: 'card list-put' }, el('h2', {}, say('list.put.underWay')),
      el('div', { role: 'progressbar', 'aria-label': say('list.put.underWay'), 'aria-valuemin': 0, 'aria-valuemax': of, 'aria-valuenow': done, 'aria-valuetext': say('list.put.rows', { n: number(done), of: number(of) }) }, bar(of ? done / of : 0)),
      el('p', { class: 'soft' }, done < of ? say('list.put.rows', { n: number(done), of: number(of) }) : say('list.put.folding')));
  }

  /** @param {ImportReport} report */
  #after(report) {
    const undone = this.#undone;
    const text = undone === null ? say('list.done', { n: number(changes(report)), time: time(this.#importedAt) }) : say('list.undone', { n: number(undone) });
    return [
      el('section', { class: 'card list-put' }, el('div', { class: `note ${undone === null ? 'calm' : ''}`, role: 'status' }, icon(undone === null ? 'check' : 'undo', 'small'), text),
        el('p', { class: 'soft' }, say(undone === null ? 'list.done.help' : 'list.undone.help')),
        undone === null && report.import ? this.#button('list.undo', () => this.#undo(), { picture: 'undo' }) : null),
      el('div', { class: 'list-foot' }, this.#button('list.again', () => this.#finish(), {}), el('span', { class: 'said' }), this.#button('list.toArrivals', () => { this.#finish(); this.#done(); }, { main: true })),
    ];
  }

  async #import() {
    if (this.#busy || performance.now() - this.#openedAt < DEAD_MS) return;
    const of = changes(/** @type {ImportReport} */ (this.#preview));
    this.#progress = { done: 0, of };
    const asking = setInterval(() => this.#askProgress(), ASK_MS);
    await this.#while(async () => {
      try {
        this.#imported = await call('importList', { path: this.#path, map: mapOf(this.#guess, this.#chosen) });
        this.#importedAt = this.#desk.now();
        if (this.#imported.import) this.#last = { report: this.#imported, at: this.#importedAt, file: fileName(this.#path) };
      } finally {
        clearInterval(asking);
        this.#progress = null;
      }
    });
    await this.#desk.refreshEvent();
    this.open();
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
    this.#path = '';
    this.#guess = [];
    this.#chosen = [];
    this.#preview = null;
    this.#imported = null;
    this.#undone = null;
    this.#go('file');
  }
}
