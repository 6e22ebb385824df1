// The camera as a scanner: frames go to Rust as grey bytes, the newest wins, and what is read comes back as text.
//
// One frame is on its way at a time. A frame that comes meanwhile is left out, so that a slow computer reads fewer frames and
// the window never waits.

import { readFrame } from '../host.js';
import { Sightings } from './sightings.js';

/** The frames of a second that are read at most. */
const FRAMES = 10;
/** The longest side of a frame that is read, in pixels: codes of phones are read well at 1280 by 720. */
const LONGEST = 1280;
/** After so long without a frame the camera is not working, in ms. */
const STILL_MS = 3000;

/** @typedef {'off' | 'starting' | 'ready' | 'gone'} CameraState */

/**
 * @typedef {object} CameraActs
 * @property {(text: string) => void} read
 * @property {() => void} changed its state is another
 */

export class Camera {
  video = document.createElement('video');
  #canvas = document.createElement('canvas');
  #act;
  #sightings = new Sightings();
  /** @type {CameraState} */
  #state = 'off';
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #clock;
  #busy = false;
  #lastFrame = 0;
  #lastTime = -1;
  #frames = 0;
  /** Which turning on this is: what comes late of an earlier one is not this one's. */
  #turnedOn = 0;
  #isOpening = false;

  /** @param {CameraActs} act */
  constructor(act) {
    this.#act = act;
    this.video.muted = true;
    this.video.playsInline = true;
  }

  get state() {
    return this.#state;
  }

  /** The cameras that are plugged in; their names are known once one was allowed. @returns {Promise<MediaDeviceInfo[]>} */
  static async list() {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return devices.filter((device) => device.kind === 'videoinput');
  }

  /** Whether it is being waited for. */
  get isOpening() {
    return this.#isOpening;
  }

  /**
   * Turns it on.
   *
   * @param {string} device its id; empty: any
   * @param {{ quietly?: boolean }} [how] quietly: it is tried again, and is called away until its picture has come
   */
  async start(device, { quietly = false } = {}) {
    const mine = this.#close();
    if (!quietly) this.#turn('starting');
    this.#isOpening = true;
    try {
      if (!navigator.mediaDevices) throw new Error('no cameras here');
      const video = { width: { ideal: LONGEST }, height: { ideal: 720 }, ...(device ? { deviceId: { exact: device } } : {}) };
      const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
      // It was turned off, or another one on, while this one opened: nobody would ever stop it.
      if (mine !== this.#turnedOn) return end(stream);
      this.#stream = stream;
      stream.getVideoTracks()[0]?.addEventListener('ended', () => {
        if (mine === this.#turnedOn) this.#turn('gone');
      });
      this.video.srcObject = stream;
      await this.video.play();
      if (mine !== this.#turnedOn) return end(stream);
      this.#lastFrame = performance.now();
      this.#clock = setInterval(() => this.#frame(mine), 1000 / FRAMES);
    } catch {
      if (mine !== this.#turnedOn) return;
      this.#close();
      this.#turn('gone');
    } finally {
      if (mine === this.#turnedOn) this.#isOpening = false;
    }
  }

  /** Turns it off. */
  stop() {
    this.#close();
    this.#turn('off');
  }

  /** Lets go of the picture, and of one that is still to come. @returns {number} which turning on would be next */
  #close() {
    clearInterval(this.#clock);
    if (this.#stream) end(this.#stream);
    this.#stream = null;
    this.video.srcObject = null;
    this.#lastTime = -1;
    this.#sightings.clear();
    this.#isOpening = false;
    this.#turnedOn += 1;
    return this.#turnedOn;
  }

  /** @param {CameraState} state */
  #turn(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#act.changed();
  }

  /** @param {number} mine */
  async #frame(mine) {
    const { videoWidth, videoHeight, currentTime } = this.video;
    const now = performance.now();
    if (currentTime === this.#lastTime || !videoWidth || !videoHeight) {
      // A picture that stands still tells of no code.
      if (now - this.#lastFrame > STILL_MS) this.#turn('gone');
      return;
    }
    this.#lastTime = currentTime;
    this.#lastFrame = now;
    this.#turn('ready');
    if (this.#busy) return;
    this.#busy = true;
    try {
      const { width, height, grey } = this.#grey(videoWidth, videoHeight);
      const texts = await readFrame(grey, width, height, this.#frames);
      this.#frames += 1;
      if (mine !== this.#turnedOn) return;
      for (const text of this.#sightings.take(texts, now)) this.#act.read(text);
    } catch {
      if (mine === this.#turnedOn) this.#turn('gone');
    } finally {
      this.#busy = false;
    }
  }

  /** The picture of now as one byte a pixel. @param {number} videoWidth @param {number} videoHeight */
  #grey(videoWidth, videoHeight) {
    const scale = Math.min(1, LONGEST / Math.max(videoWidth, videoHeight));
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    context.drawImage(this.video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const grey = new Uint8Array(width * height);
    // Rec. 601 luma in whole numbers: (77 R + 150 G + 29 B) / 256.
    for (let at = 0, from = 0; at < grey.length; at += 1, from += 4) {
      grey[at] = (77 * (data[from] ?? 0) + 150 * (data[from + 1] ?? 0) + 29 * (data[from + 2] ?? 0)) >> 8;
    }
    return { width, height, grey };
  }
}

/** @param {MediaStream} stream */
function end(stream) {
  for (const track of stream.getTracks()) track.stop();
}
