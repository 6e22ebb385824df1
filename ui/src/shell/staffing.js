// Who stands at this window: locked by a key or by itself, unlocked by a PIN, and the lead's word for one act. Where no staff
// are entered there is no lock, and everybody may do everything.

import { callShell, onDoor } from '../host.js';
import { say } from '../i18n/say.js';
import { LeadWord } from '../panels/lead_word.js';
import { LockScreen } from '../screens/lock/lock.js';

/** @import { EventInfo, StaffWire } from '../../types/wire.js' @import { SignedIn } from '../../types/shell.js' */

/** How often it is looked whether somebody is still there, in ms. */
const LOOK_MS = 2000;
/** After so long locked, what was begun is somebody else's, in ms. */
const FORGET_MS = 10 * 60_000;

/**
 * @typedef {object} StaffingActs
 * @property {() => EventInfo} info
 * @property {(language: 'da' | 'en') => void} choose
 * @property {() => void} locked everything of guests goes
 * @property {(long: boolean) => void} unlocked `long`: what was begun before is dropped
 * @property {(text: string) => void} say
 * @property {() => number | undefined} gap how slow this desk's scanner may be, in ms
 * @property {(text: string) => void} scan a scan that came in place of the lead's PIN
 */

export class Staffing {
  /** Who has signed in; null: nobody, because there are no staff. @type {SignedIn | null} */
  who;
  /** @type {StaffWire[]} */
  staff;
  #act;
  #screen;
  #lastKey = performance.now();

  /** @param {SignedIn | null} who @param {StaffWire[]} staff @param {StaffingActs} act */
  constructor(who, staff, act) {
    this.who = who;
    this.staff = staff;
    this.#act = act;
    this.#screen = new LockScreen(act.info(), act.choose, act.gap);
    const word = new LeadWord((text) => act.scan(text), act.gap);
    onDoor({ askLead: () => word.ask(), locked: () => this.lock() });
    for (const type of ['keydown', 'pointerdown', 'pointermove', 'wheel']) addEventListener(type, () => this.seen(), { capture: true, passive: true });
    setInterval(() => this.#look(), LOOK_MS);
  }

  /** What this window may show: a desk has fewer screens. */
  get isLead() {
    return this.who?.role !== 'desk';
  }

  /** Whether a scan came to the lock; it is told there. */
  refuses() {
    if (this.#screen.isShown) this.#screen.scanned();
    return this.#screen.isShown;
  }

  /** F12: locks at once. @returns {boolean} */
  byKey() {
    if (this.staff.length) this.lock();
    else this.#act.say(say('lock.noStaff'));
    return true;
  }

  /** Who works here has changed; whoever entered the first one signs in. @param {StaffWire[]} staff */
  are(staff) {
    this.staff = staff;
    if (staff.length && !this.who) this.lock();
    if (!staff.length) this.who = null;
  }

  /** Somebody is here. */
  seen() {
    this.#lastKey = performance.now();
  }

  /** Says everything again, in the language of now. */
  show() {
    if (this.#screen.isShown) this.#screen.show();
  }

  #look() {
    const minutes = this.#act.info().lockAfterMinutes;
    if (this.staff.length && minutes && performance.now() - this.#lastKey > minutes * 60_000) this.lock();
  }

  /** Locks the window until somebody has signed in. @returns {Promise<void>} */
  async lock() {
    if (this.#screen.isShown) return;
    this.#act.locked();
    const since = performance.now();
    const asked = this.#screen.ask();
    await callShell('leave', {});
    this.who = await asked;
    this.seen();
    this.#act.unlocked(performance.now() - since > FORGET_MS);
  }
}
