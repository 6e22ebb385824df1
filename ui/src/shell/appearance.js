// How this window looks and sounds, and how that is changed and kept.

import { callShell, isProblem } from '../host.js';
import { speak } from '../i18n/say.js';
import { applyLook } from '../look.js';
import { ZOOMS } from '../screens/settings/settings.js';

/** @import { Problem } from '../../types/wire.js' @import { WindowSettings } from '../../types/shell.js' */

export class Appearance {
  #settings;
  #act;

  /** @param {WindowSettings} settings @param {{ changed: () => void, broke: (problem: Problem) => void }} act */
  constructor(settings, act) {
    this.#settings = settings;
    this.#act = act;
  }

  get chosen() {
    return this.#settings;
  }

  /** One step larger or smaller, or the usual size. @param {string} key */
  zoom(key) {
    const at = ZOOMS.indexOf(this.#settings.zoom);
    const zoom = key === '0' ? 100 : ZOOMS[at + (key === '-' ? -1 : 1)];
    if (zoom) this.change({ zoom });
    return true;
  }

  /** @param {Partial<WindowSettings>} change */
  async change(change) {
    this.#settings = { ...this.#settings, ...change };
    speak(this.#settings.language);
    applyLook(this.#settings);
    this.#act.changed();
    try {
      await callShell('keepWindow', this.#settings);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      this.#act.broke(problem);
    }
  }
}
