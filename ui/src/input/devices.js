// Scanners that do not type into the window: what they read, and how they are. The page asks, and the answer comes when there
// is news.

import { callShell } from '../host.js';

/** @import { ScannerNews } from '../../types/shell.js' */

/** After a question that broke it asks again so soon, in ms. */
const AGAIN_MS = 1000;

/**
 * @typedef {object} DeviceActs
 * @property {(text: string, scanner: string) => void} read
 * @property {() => void} changed a scanner is another way now
 */

export class Devices {
  #act;
  /** @type {ScannerNews['scanners']} */
  scanners = [];
  /** Whether the last question was not answered: then nobody knows. */
  silent = false;

  /** @param {DeviceActs} act */
  constructor(act) {
    this.#act = act;
    this.#listen();
  }

  async #listen() {
    let seen = 0;
    for (;;) {
      try {
        const news = await callShell('scannerNews', { seen });
        seen = news.version;
        this.#know(news.scanners, false);
        for (const { text, scanner } of news.scans) this.#act.read(text, scanner);
      } catch {
        this.#know(this.scanners, true);
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
    }
  }

  /** @param {ScannerNews['scanners']} scanners @param {boolean} silent */
  #know(scanners, silent) {
    const same = silent === this.silent && JSON.stringify(scanners) === JSON.stringify(this.scanners);
    this.scanners = scanners;
    this.silent = silent;
    if (!same) this.#act.changed();
  }
}
