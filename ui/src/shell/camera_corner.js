// The camera's small picture in the rail: whoever holds a code can see whether the camera sees it. Off unless Settings says so.

import { el, fill } from '../parts/dom.js';
import { say } from '../i18n/say.js';
import { Camera } from '../input/camera.js';

/** @import { ScannerSettings } from '../../types/shell.js' */
/** @import { CameraState } from '../input/camera.js' */

/** A camera that is away is tried again so often, in ms: another program may have let it go. */
const AGAIN_MS = 10_000;

export class CameraCorner {
  camera;
  #place;
  /** The camera that is on: its id, empty for any; null: none. @type {string | null} */
  #on = null;

  /** @param {HTMLElement} place @param {{ read: (text: string) => void, changed: () => void }} act */
  constructor(place, act) {
    this.#place = place;
    this.camera = new Camera({
      read: act.read,
      changed: () => {
        this.show();
        act.changed();
      },
    });
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#again());
    setInterval(() => this.#again(), AGAIN_MS);
  }

  /** @returns {CameraState} */
  get state() {
    return this.camera.state;
  }

  /** The desk's choice is this now. @param {ScannerSettings} scanners */
  follow({ camera }) {
    const wanted = camera ?? null;
    if (wanted === this.#on) return;
    this.#on = wanted;
    if (wanted === null) this.camera.stop();
    else this.camera.start(wanted);
  }

  /** Tries again one that is wanted and away; lamp and picture say that it is away until it is not. */
  #again() {
    if (this.#on !== null && this.camera.state === 'gone' && !this.camera.isOpening) this.camera.start(this.#on, { quietly: true });
  }

  show() {
    const { state } = this.camera;
    this.#place.hidden = state === 'off';
    this.#place.dataset.state = state;
    if (!this.camera.video.isConnected) fill(this.#place, this.camera.video, el('span', { class: 'for-readers' }));
    const words = this.#place.querySelector('span');
    if (words) words.textContent = say('camera.corner');
  }
}
