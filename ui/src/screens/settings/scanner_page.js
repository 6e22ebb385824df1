// The scanner's own page in Settings: a test code, what came of it letter by letter, and what the desk learns from it. While
// it is looked at, scans come here and check nobody in.

import { bdi, el, fill } from '../../parts/dom.js';
import { number } from '../../parts/format.js';
import { call, callShell, isProblem, testCodePicture } from '../../host.js';
import { icon, shape } from '../../parts/icons.js';
import { say, sayNodes } from '../../i18n/say.js';
import { ScannerList } from './scanner_list.js';
import { Camera } from '../../input/camera.js';
import { MOST_RAW } from '../../input/keys.js';
import { GAP_MS } from '../../input/scanner.js';

/** @import { ScannerTest } from '../../../types/wire.js' */
/** @import { ScannerNews, ScannerSettings } from '../../../types/shell.js' */
/** @import { How, RawKey } from '../../input/keys.js' */

/** So slow may a scanner be that is learnt; faster than people type, in ms. */
export const SLOWEST_MS = 60;
/** What a scanner's pace varies by: the gap that is learnt is so many times the pace. */
const SPREAD = 2;
/** A scanner that is slower than this on average cannot be told from quick hands by its pace alone, in ms. */
const SURE_MS = 45;
/** The pace of the fastest people, in ms. */
const FASTEST_MS = 60;

/** @typedef {{ text: string, how: How | null, test: ScannerTest }} Reading how it was typed; null: a camera has read it */

/**
 * @typedef {object} ScannerPageActs
 * @property {() => ScannerSettings} known
 * @property {(settings: ScannerSettings) => void} learnt
 * @property {() => ScannerNews['scanners']} states of the scanners that do not type
 * @property {(text: string) => void} say
 */

export class ScannerPage {
  element = el('div', { class: 'scanner-page' });
  #act;
  /** The last two readings. @type {Reading[]} */
  #readings = [];
  /** @type {MediaDeviceInfo[]} */
  #cameras = [];
  #list;
  #isRawOpen = false;
  #wrong = el('p', { class: 'field-error', role: 'alert' });
  /** Where the codes on paper were put. */
  #saved = el('p', { class: 'soft small-text saved', role: 'status' });

  /** @param {ScannerPageActs} act */
  constructor(act) {
    this.#act = act;
    this.#list = new ScannerList({ known: act.known, states: act.states, keep: (settings, done) => this.#keep(settings, done), show: () => this.show() });
  }

  /** Begins anew. */
  reset() {
    this.#readings = [];
    fill(this.#wrong);
    this.show();
  }

  /** A scan came. @param {string} text @param {How | null} how */
  async heard(text, how) {
    try {
      const test = await call('testScanner', { text });
      this.#readings = [...this.#readings.slice(-1), { text, how, test }];
      fill(this.#wrong);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      fill(this.#wrong, `${problem.message} ${problem.hint}`);
    }
    this.show();
  }

  get #last() {
    return this.#readings.at(-1);
  }

  /** Both readings are the test code, and the same. */
  get #isSure() {
    const [first, second] = this.#readings;
    return Boolean(first?.how?.pace && second?.how?.pace && second.test.test && second.test.whole && first.text.toLowerCase() === second.text.toLowerCase());
  }

  get #differs() {
    const [first, second] = this.#readings;
    return Boolean(first && second && second.test.test && first.text.toLowerCase() !== second.text.toLowerCase());
  }

  show() {
    const kept = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.choice : undefined;
    fill(this.element,
      el('section', { class: 'card test-code' }, el('h2', {}, say('scannerTest.step1')),
        el('img', { src: testCodePicture(), alt: say('scannerTest.picture'), width: '240', height: '240' }),
        el('p', { class: 'soft' }, say('scannerTest.twice'))),
      el('section', { class: 'card came', 'aria-live': 'polite' }, el('div', { class: 'card-head' }, el('h2', {}, say('scannerTest.step2')), this.#count()), ...this.#came(), this.#wrong, this.#ways()),
      this.#desk());
    if (kept) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-choice="${kept}"]`))?.focus();
    return this.element;
  }

  #count() {
    if (!this.#last?.test.test) return null;
    const [kind, word] = this.#isSure ? /** @type {const} */ (['go', 'scannerTest.same']) : this.#differs ? /** @type {const} */ (['stop', 'scannerTest.different']) : /** @type {const} */ (['seen', 'scannerTest.once']);
    return el('span', { class: `pill ${kind}` }, shape(kind), say(word));
  }

  #came() {
    const last = this.#last;
    if (!last) return [el('p', { class: 'soft waiting-for-scan' }, icon('scan', 'large'), say('scannerTest.waits'))];
    const { test, how, text } = last;
    const facts = /** @type {[string, string][]} */ ([
      ...(test.test && test.whole ? [] : [['scannerTest.text', text]]),
      ...(how?.pace ? [
        ['scannerTest.pace', say('scannerTest.pace.is', { n: number(Math.round(how.pace)), people: number(FASTEST_MS) })],
        ['scannerTest.ending', say(`scannerTest.ending.${how.ending}`)],
      ] : []),
      ...(test.test && test.whole ? [['scannerTest.meant', test.letters.map(({ meant }) => meant).join('')]] : []),
      ...(test.test ? [['scannerTest.letters', say('scannerTest.letters.are', { n: number([...text].length), of: number(test.letters.length) })]] : []),
    ]);
    return [
      test.test ? el('div', { class: 'tiles', role: 'img', 'aria-label': test.letters.map(({ meant, came }) => (same(meant, came) ? meant : say('scannerTest.tile', { meant, came: came || '–' }))).join(' ') }, ...test.letters.map(tile)) : null,
      test.test && test.corrected ? el('p', { class: 'soft small-text' }, say('scannerTest.legend')) : null,
      this.#verdict(last),
      el('dl', { class: 'facts' }, ...facts.flatMap(([word, value]) => [el('dt', {}, say(word)), el('dd', {}, bdi(value))])),
      how?.keys?.length ? this.#raw(how.keys) : null,
    ];
  }

  /** The keys of the last reading as they came, for whoever wants to know; folded away for all others. @param {RawKey[]} keys */
  #raw(keys) {
    const turned = /** @param {Event} event */ (event) => { this.#isRawOpen = event.target instanceof HTMLDetailsElement && event.target.open; };
    return el('details', { class: 'raw-keys', open: this.#isRawOpen, on: { toggle: turned } }, el('summary', { 'data-choice': 'rawKeys' }, say('scannerTest.raw')),
      el('table', {}, el('thead', {}, el('tr', {}, ...['key', 'code', 'ms'].map((name) => el('th', { scope: 'col' }, say(`scannerTest.raw.${name}`))))),
        el('tbody', {}, ...keys.map(({ key, code, ms }, place) => el('tr', {}, el('td', {}, bdi(key)), el('td', {}, code), el('td', {}, place ? number(ms) : ''))))),
      keys.length < MOST_RAW ? null : el('p', { class: 'soft small-text' }, say('scannerTest.raw.more', { n: number(MOST_RAW) })));
  }

  /** What it means. @param {Reading} last */
  #verdict({ test, how }) {
    if (!test.test) return el('p', { class: 'note calm' }, icon('help'), el('span', {}, say('scannerTest.other')));
    if (this.#differs) return el('p', { class: 'note stop', role: 'alert' }, icon('alert'), el('span', {}, say('scannerTest.bad')));
    if (!test.whole) return el('p', { class: 'note stop', role: 'alert' }, icon('alert'), el('span', {}, say('scannerTest.unknown')));
    if (how && (!how.pace || how.pace > SURE_MS)) return el('p', { class: 'note seen' }, icon('alert'), el('span', {}, say('scannerTest.slow')));
    const { keyboards } = test;
    if (!keyboards) return el('p', { class: 'note go' }, icon('check'), el('span', {}, say('scannerTest.agree')));
    // Nothing of it was typed: a grabbed scanner, whose keys were read as those of another keyboard than it is set to.
    if (!how) return el('p', { class: 'note seen' }, icon('keyboard'), el('span', {}, say('scannerTest.chooseLayout', { layout: say(`keyboard.${keyboards.scanner}`) })));
    return el('p', { class: 'note go' }, icon('check'),
      el('span', {}, el('b', {}, say('scannerTest.layout', { layout: say(`keyboard.${keyboards.scanner}`) })), ' ', say('scannerTest.corrects', { n: number(test.corrected) })));
  }

  #ways() {
    return el('div', { class: 'row wrap' },
      el('button', { class: 'button main', type: 'button', 'data-choice': 'useScanner', disabled: !this.#isSure, on: { click: () => this.#use() } }, say('act.useScanner')),
      el('button', { class: 'button', type: 'button', 'data-choice': 'tryAgain', disabled: !this.#last, on: { click: () => this.reset() } }, say('act.tryAgain')));
  }

  /** What the desk knows of its scanner, and the codes on paper. */
  #desk() {
    const known = this.#act.known();
    const isKnown = known.ending !== undefined;
    return el('section', { class: 'card desk-scanners' }, el('h2', {}, say('scanners.title')),
      el('div', { class: 'scanner-row', 'data-scanner': 'keyboard' }, shape(isKnown ? 'go' : 'off'), el('div', {}, el('b', {}, say('scanners.keyboard')),
        el('p', { class: 'soft small-text' }, isKnown ? known.keyboards ? say('scanners.keyboard.crossed', { scanner: say(`keyboard.${known.keyboards.scanner}`), computer: say(`keyboard.${known.keyboards.computer}`) }) : say('scanners.keyboard.agrees') : say('scanners.keyboard.untested')))),
      isKnown ? el('button', { class: 'button quiet', type: 'button', 'data-choice': 'forgetScanner', on: { click: () => this.#keep({ camera: known.camera, devices: known.devices }, say('scanners.forgotten')) } }, icon('undo', 'small'), say('scanners.forget')) : null,
      this.#list.element(), this.#camera(known),
      el('h3', {}, say('deskCode.title')), el('p', { class: 'soft small-text' }, say('deskCode.help')),
      el('div', { class: 'row wrap' }, this.#paper('test'), this.#paper('cards')), this.#saved);
  }

  /** @param {ScannerSettings} known */
  #camera(known) {
    const on = known.camera !== undefined;
    const choose = /** @param {string | undefined} camera */ async (camera) => {
      await this.#keep({ ...known, camera }, say(camera === undefined ? 'camera.isOff' : 'camera.isOn'));
      await this.findCameras();
    };
    const named = this.#cameras.filter((camera) => camera.deviceId && camera.label);
    const select = /** @param {Event} event */ (event) => event.target instanceof HTMLSelectElement && choose(event.target.value);
    return el('div', { class: 'stack camera-choice' },
      el('label', { class: 'check' }, el('input', { type: 'checkbox', 'data-choice': 'camera', checked: on, on: { change: () => choose(on ? undefined : '') } }), el('span', {}, say('camera.use'))),
      on && named.length > 1 ? el('select', { class: 'input', 'aria-label': say('camera.which'), 'data-choice': 'whichCamera', on: { change: select } },
        el('option', { value: '', selected: known.camera === '' }, say('camera.any')),
        ...named.map((camera) => el('option', { value: camera.deviceId, selected: camera.deviceId === known.camera }, camera.label))) : null);
  }

  /** Which cameras are plugged in. */
  async findCameras() {
    this.#cameras = await Camera.list().catch(() => []);
    await this.#list.look();
  }

  /** @param {'test' | 'cards'} codes */
  #paper(codes) {
    const save = async () => {
      try {
        const { path } = await call('saveDeskCodes', { codes });
        fill(this.#saved, ...sayNodes('deskCode.saved', { path: bdi(path) }));
      } catch (problem) {
        if (!isProblem(problem)) throw problem;
        fill(this.#saved, `${problem.message} ${problem.hint}`);
      }
    };
    return el('button', { class: 'button', type: 'button', 'data-choice': `codes.${codes}`, on: { click: save } }, icon('printer', 'small'), say(`deskCode.${codes}.save`));
  }

  /** The desk takes over what the test showed. */
  #use() {
    const last = this.#last;
    if (!last?.how) return undefined;
    const paces = this.#readings.map(({ how }) => how?.pace ?? 0);
    const gap = Math.min(Math.max(GAP_MS, Math.ceil(Math.max(...paces) * SPREAD)), SLOWEST_MS);
    const { keyboards } = last.test;
    const { camera, devices } = this.#act.known();
    return this.#keep({ camera, devices, ...(keyboards ? { keyboards } : {}), ending: last.how.ending, gap }, say('scannerTest.used'));
  }

  /** @param {ScannerSettings} settings @param {string} done */
  async #keep(settings, done) {
    try {
      await callShell('keepScanners', settings);
      this.#act.learnt(settings);
      this.#act.say(done);
      fill(this.#wrong);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      fill(this.#wrong, `${problem.message} ${problem.hint}`);
    }
    this.show();
  }
}

/** @param {string} meant @param {string} came */
function same(meant, came) {
  return meant.toLowerCase() === came.toLowerCase();
}

/** @param {{ meant: string, came: string }} letter */
function tile({ meant, came }) {
  const right = same(meant, came);
  return el('span', { class: `tile ${right ? 'right' : came ? 'other' : 'missing'}` }, el('b', {}, meant), right ? null : el('small', {}, came || '·'));
}
