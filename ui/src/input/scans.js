// Where a scan goes: to the scanner's test, to what a command card says, or to the door. The bounce is kept here, before any
// call.

import { bdi } from '../parts/dom.js';
import { call, isProblem } from '../host.js';
import { say, sayNodes } from '../i18n/say.js';
import { SLOWEST_MS } from '../screens/settings/scanner_page.js';
import { Bounce } from './bounce.js';
import { CardLines } from './card_lines.js';
import { Devices } from './devices.js';
import { LATE_END_MS, isCommand, isTestCode } from './scanner.js';

/** @import { DeskCommand, Problem } from '../../types/wire.js' */
/** @import { ScannerSettings } from '../../types/shell.js' */
/** @import { Desk } from '../desk.js' */
/** @import { SettingsScreen } from '../screens/settings/settings.js' */
/** @import { CameraCorner } from '../shell/camera_corner.js' */
/** @import { Field } from '../shell/field.js' */
/** @import { Foot } from '../shell/lamps.js' */
/** @import { Toast } from '../shell/toast.js' */
/** @import { Undoing } from '../shell/undoing.js' */
/** @import { How, Keys } from './keys.js' */

/** @typedef {{ settings: SettingsScreen, field: Field, foot: Foot, toast: Toast, undoing: Undoing, camera: CameraCorner }} ScanParts */

/**
 * @typedef {object} ScanActs what the rest of the window does
 * @property {() => boolean} refuses whether the window is locked; it says so
 * @property {() => Promise<void>} forgetScanned the first letters of a scan may have been looked for, and found somebody; until
 *   those are found again whom somebody looked for
 * @property {() => boolean} inSettings whether Settings is on the screen
 * @property {() => void} toSettings
 * @property {(text: string, before: string[], typed: boolean) => Promise<boolean>} toDoor whoever is meant is checked in; whether there was an answer
 * @property {(text: string) => boolean} again our own double scan of this text: whether it was said on the screen
 * @property {() => boolean} reprint whether there is somebody on the screen to print for
 * @property {(problem: Problem) => void} broke
 */

export class Scans {
  bounce = new Bounce();
  /** The scanners that do not type. */
  devices;
  #desk;
  #settings;
  #parts;
  #act;
  /** @type {Keys | undefined} */
  #keys;
  #letters = 0;
  #card = new CardLines((text, how) => void this.#take(text, [], how));
  /** The texts whose answers are on their way. @type {string[]} */
  #asked = [];
  /** What the letters of the last scan have found is gone. */
  #forgotten = Promise.resolve();

  /** @param {Desk} desk @param {ScanParts} parts @param {ScanActs} act */
  constructor(desk, parts, act) {
    this.#desk = desk;
    this.#settings = parts.settings;
    this.#parts = parts;
    this.#act = act;
    this.devices = new Devices({ read: (text, scanner) => this.seen(text, scanner), changed: () => this.#devicesChanged() });
  }

  /** The keys that these scans come from, and what is known of the scanners. @param {Keys} keys @param {ScannerSettings} scanners */
  from(keys, scanners) {
    this.#keys = keys;
    this.learn(scanners);
  }

  /** A code stood in the field when Enter came: it was typed, or scanned so slowly that it looked like it. @param {string} text */
  takeTyped(text) {
    this.#parts.field.text = '';
    this.takeCode(text);
  }

  /** A code was typed or scanned slowly, and is in no field any more. Nobody knows by it how the scanner is. @param {string} text */
  takeCode(text) {
    this.#forgotten = this.#act.forgetScanned();
    this.#take(text, [], { pace: 0, ending: 'enter' });
  }

  /** A scan was heard in place of a lead's PIN. @param {string} text */
  takeInstead(text) {
    this.#keys?.ended(performance.now());
    this.take(text, [], { pace: 0, ending: 'enter' });
  }

  /** A scanner of a port or a camera has read a code. Nothing was typed, and no keyboard is in the way. @param {string} text @param {string} scanner */
  seen(text, scanner) {
    this.#take(text, [], null, scanner);
  }

  /** Shows the scanner's test. */
  openTest() {
    this.#act.toSettings();
    this.#settings.turnTo('scanner');
  }

  /** What is known of the scanners. @param {ScannerSettings} scanners */
  learn(scanners) {
    this.#desk.scanners = scanners;
    this.#parts.camera.follow(scanners);
    this.listen();
  }

  /** Whether scans belong to the scanner's test now. */
  get isTesting() {
    return this.#act.inSettings() && this.#settings.isTesting;
  }

  /** Whether letters that came are somebody's who types; the scanner's test is not left for letters of a scan, however slow. */
  async areTyped() {
    if (!this.isTesting) return true;
    const mine = (this.#letters += 1);
    await new Promise((done) => setTimeout(done, LATE_END_MS));
    return mine === this.#letters && this.#parts.field.text !== '';
  }

  /** Another screen has come up. The scanner's test hears slow scanners too, and takes no ending for granted. */
  listen() {
    this.#keys?.learn(this.isTesting ? { gap: SLOWEST_MS } : this.#desk.scanners);
    this.#parts.field.isTest = this.isTesting;
  }

  /** A scanner has typed. @param {string} text @param {string[]} before @param {How} how */
  take(text, before, how) {
    this.#forgotten = this.#act.forgetScanned();
    this.#parts.foot.heard();
    if (!this.#card.take(text, how)) this.#take(text, before, how);
  }

  /** @param {string} text @param {string[]} before @param {How | null} how how it was typed, if it was @param {string} [scanner] which has read it, if it does not type */
  async #take(text, before, how, scanner = '') {
    if (this.#act.refuses()) return;
    if (isTestCode(text) && !this.isTesting) this.openTest();
    if (this.isTesting) return this.#settings.scanner.heard(text, how);
    const again = this.bounce.isAgain(text, performance.now(), scanner);
    const command = isCommand(text);
    // A card under the lens must not undo twice. A guest whose answer is on its way is not asked for again; an answer that is of
    // somebody else says nothing of this one.
    if (again && (command || this.#act.again(text) || this.#asked.includes(text))) return;
    this.#asked.push(text);
    try {
      const answered = command ? await this.#command(text) : await this.#act.toDoor(text, before, how !== null);
      if (!answered) this.bounce.forget(text, scanner);
    } finally {
      this.#asked.splice(this.#asked.indexOf(text), 1);
    }
  }

  #devicesChanged() {
    this.#parts.foot.devicesAre(this.devices);
    if (this.isTesting) this.#settings.scanner.show();
  }

  /** @param {string} text @returns {Promise<boolean>} whether nothing broke */
  async #command(text) {
    try {
      const { command, session } = await call('deskCommand', { text });
      return (await this.#obey(command, session ?? null)) !== false;
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#act.broke(problem);
      return false;
    }
  }

  /** @param {DeskCommand['command']} command @param {string | null} session */
  async #obey(command, session) {
    if (command === 'undo') return this.#parts.undoing.last();
    // Whom somebody looked for is on the screen again.
    await this.#forgotten;
    if (command === 'event' || command === 'session') return this.#turn(session);
    if (command !== 'reprint') return this.#parts.toast.show([say(`command.${command === 'none' ? 'damaged' : command}`)]);
    return this.#act.reprint() || this.#parts.toast.show([say('command.nobody')]);
  }

  /** The desk checks in to something else. @param {string | null} session */
  #turn(session) {
    this.#desk.setScope(session, this.#desk.direction);
    const title = this.#desk.scopeSession()?.title;
    this.#parts.toast.show(title === undefined ? [say('command.event')] : sayNodes('command.session', { title: bdi(title) }));
  }
}
