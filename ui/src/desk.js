// What the whole window knows of the event and of this desk: asked for once, then brought up to date every second and
// after every change. It never shows what it has not been told.

import { call, callShell } from './host.js';
import { useTimeZone } from './parts/format.js';

/** @import { CheckWire, EventInfo, DeskCounts, DeskPrinting, LatestLine, PrinterLamp, SessionWire, WaitingWire } from '../types/wire.js' */
/** @import { Computer, ScannerSettings } from '../types/shell.js' */

/** How often the desk asks how things are, in ms. */
const PULSE_MS = 1000;
/** After so long without an answer the shown state is no longer known to be true, in ms. */
const SILENT_MS = 4000;
/** How often it asks whether file, disk and clock are well, in ms. */
const HEALTH_MS = 5000;

/** @typedef {'counts' | 'printing' | 'latest' | 'waiting' | 'scope' | 'silent' | 'health' | 'computer' | 'clock' | 'programme'} DeskNews */

export class Desk {
  /** @type {EventInfo} */
  info;
  /** @type {DeskCounts | null} */
  counts = null;
  /** @type {DeskPrinting | null} */
  printing = null;
  /** How this desk's printers are; none: badges go to the folder. @type {PrinterLamp[]} */
  printers = [];
  /** Whether no printer is used here. */
  printersOff = false;
  /** Guests for whom something is still to be done here. @type {WaitingWire[]} */
  waiting = [];
  /** @type {LatestLine[]} */
  latest = [];
  /** @type {SessionWire[]} */
  sessions = [];
  /** What one checks in to; null: the whole event. @type {string | null} */
  session = null;
  /** @type {'entry' | 'exit'} */
  direction = 'entry';
  /** Whether the window is locked. */
  paused = false;
  /** Whether the last questions went without an answer. */
  silent = false;

  /** What the checks of this desk found last. @type {CheckWire[]} */
  health = [];
  /** How the computer is. @type {Computer | null} */
  computer = null;

  /** What is known of the scanners at this desk. @type {ScannerSettings} */
  scanners = {};

  /** @type {Map<DeskNews, Set<() => void>>} */
  #listeners = new Map();
  #changes = -1;
  #answered = performance.now();
  /** @type {Promise<void> | null} */
  #asking = null;
  #again = false;

  /** @param {EventInfo} info */
  constructor(info) {
    this.info = info;
    useTimeZone(info.timeZone);
  }

  /** Fetches everything, then keeps it up to date. */
  async start() {
    this.sessions = (await call('programme', {})).sessions;
    await this.refresh();
    setInterval(() => {
      this.refresh();
      this.#tell('clock');
    }, PULSE_MS);
    setInterval(() => this.askHealth(), HEALTH_MS);
    this.askHealth();
  }

  /** @param {DeskNews} news @param {() => void} listener */
  on(news, listener) {
    const known = this.#listeners.get(news) ?? new Set();
    this.#listeners.set(news, known.add(listener));
  }

  /** The instant it is now, in ms. */
  now() {
    return Date.now();
  }

  /** The session of the scope. @returns {SessionWire | undefined} */
  scopeSession() {
    return this.sessions.find((session) => session.id === this.session);
  }

  /** The name of a ticket type. @param {string} id */
  ticketType(id) {
    return this.info.ticketTypes.find((type) => type.id === id)?.name ?? id;
  }

  /** Whether badges go into the folder of PDFs. */
  get printsToFolder() {
    return this.printers.length === 0;
  }

  /** @param {string | null} session @param {'entry' | 'exit'} direction */
  setScope(session, direction) {
    this.session = session;
    this.direction = direction;
    this.#changes = -1;
    this.#tell('scope');
    this.refresh();
  }

  /** Asks how things are. One question at a time; who asks meanwhile gets the answer after it. */
  refresh() {
    // Nothing is answered while the window is locked, and nothing is missed.
    if (this.paused) return Promise.resolve();
    if (this.#asking) {
      this.#again = true;
      return this.#asking;
    }
    this.#asking = this.#ask().finally(() => {
      this.#asking = null;
      if (this.#again) {
        this.#again = false;
        this.refresh();
      }
    });
    return this.#asking;
  }

  async #ask() {
    const known = this.#changes;
    try {
      const session = this.session ?? undefined;
      const state = await call('deskState', { session, known: known < 0 ? undefined : known });
      this.#answered = performance.now();
      this.#setSilent(false);
      const printersChanged = JSON.stringify(state.printers) !== JSON.stringify(this.printers);
      this.printers = state.printers;
      this.printersOff = state.printersOff ?? false;
      if (printersChanged && state.changes === known) this.#tell('printing');
      if (state.changes === known || session !== (this.session ?? undefined)) return;
      const { latest } = await call('latest', { limit: 12 });
      this.latest = latest;
      this.counts = state.counts ?? this.counts;
      this.printing = state.printing ?? this.printing;
      this.waiting = state.waiting ?? this.waiting;
      this.#changes = state.changes;
      for (const news of /** @type {const} */ (['counts', 'printing', 'latest', 'waiting'])) this.#tell(news);
      if (this.session) await this.refreshProgramme();
    } catch {
      if (performance.now() - this.#answered > SILENT_MS) this.#setSilent(true);
    }
  }

  /** Asks whether file, disk and clock are well; also after something has failed. */
  async askHealth() {
    this.#askComputer();
    try {
      this.health = (await call('health', {})).checks;
      this.#tell('health');
    } catch {
      // When nothing answers, the pulse says so.
    }
  }

  async #askComputer() {
    try {
      this.computer = await callShell('computer', {});
    } catch {
      // Not known is not well.
      this.computer = null;
    }
    this.#tell('computer');
  }

  /** Asks again what the event is: a list brings ticket types, and says how old it is. */
  async refreshEvent() {
    try {
      this.info = await call('event', {});
    } catch {
      // What was known before still stands; the pulse says it when nothing answers.
    }
    await this.refresh();
  }

  /** Asks again who is where. */
  async refreshProgramme() {
    this.sessions = (await call('programme', {})).sessions;
    this.#tell('programme');
  }

  /** @param {boolean} silent */
  #setSilent(silent) {
    if (silent === this.silent) return;
    this.silent = silent;
    this.#tell('silent');
  }

  /** @param {DeskNews} news */
  #tell(news) {
    for (const listener of this.#listeners.get(news) ?? []) listener();
  }
}
