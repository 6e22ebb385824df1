// What a verdict sounds like: made in the page, never files. Each kind has a rhythm of its own, so that it is told apart
// by somebody who does not hear pitch, or who looks at the guest.

/** @typedef {'go' | 'seen' | 'decide' | 'stop' | 'unknown'} Kind */
/** @typedef {{ at: number, ms: number, hz: number, to?: number }} Note from `at` ms on, for `ms`, gliding to `to` */

/** @type {Readonly<Record<Kind, readonly Note[]>>} */
export const TUNES = Object.freeze({
  go: [{ at: 0, ms: 90, hz: 660 }, { at: 100, ms: 90, hz: 990 }],
  seen: [{ at: 0, ms: 110, hz: 620 }, { at: 210, ms: 110, hz: 620 }],
  decide: [{ at: 0, ms: 100, hz: 740, to: 520 }, { at: 100, ms: 100, hz: 520, to: 740 }],
  stop: [{ at: 0, ms: 300, hz: 196 }],
  unknown: [{ at: 0, ms: 60, hz: 150 }],
});

/** Never more than one in so long, in ms: a fast queue is no melody. */
export const APART_MS = 400;
/** How long the edge of the screen is lit, in ms. */
const FLASH_MS = 150;
/** Loudness of full and low, 0 to 1. */
const GAIN = Object.freeze({ on: 0.5, low: 0.12 });
/** A note begins and ends softly, or it clicks; in seconds. */
const EDGE_S = 0.008;

/** @typedef {'off' | 'low' | 'on'} Volume */

export class Sounds {
  /** @type {Volume} */
  volume = 'low';
  #flash;
  #open;
  /** @type {AudioContext | null} */
  #context = null;
  #last = -Infinity;

  /**
   * @param {HTMLElement} flash the edge of the screen
   * @param {() => AudioContext | null} [open]
   */
  constructor(flash, open = () => ('AudioContext' in globalThis ? new AudioContext() : null)) {
    this.#flash = flash;
    this.#open = open;
  }

  /**
   * Plays the tune of a kind, or lights the edge where nothing can be heard.
   *
   * @param {Kind} kind
   * @param {number} now in ms
   * @returns {'played' | 'flashed' | 'kept'} `kept`: the one before is too near
   */
  verdict(kind, now) {
    if (now - this.#last < APART_MS) return 'kept';
    this.#last = now;
    if (this.volume !== 'off' && this.#play(TUNES[kind], GAIN[this.volume])) return 'played';
    this.#light(kind);
    return 'flashed';
  }

  /** @param {readonly Note[]} tune @param {number} gain @returns {boolean} */
  #play(tune, gain) {
    try {
      const isNew = !this.#context;
      const context = (this.#context ??= this.#open());
      if (!context) return false;
      // A page that nobody has touched may not sound; by now somebody has pressed a key.
      if (context.state !== 'running') context.resume().catch(() => undefined);
      // What nobody can hear is not saved up for later; a sound card that has just been opened starts in a moment.
      if (context.state === 'running' || isNew) for (const note of tune) sound(context, note, gain);
      return context.state === 'running';
    } catch {
      // No sound card: the flash says it.
      return false;
    }
  }

  /** @param {Kind} kind */
  #light(kind) {
    this.#flash.className = `edge-flash ${kind}`;
    setTimeout(() => {
      this.#flash.className = 'edge-flash';
    }, FLASH_MS);
  }
}

/** @param {AudioContext} context @param {Note} note @param {number} gain */
function sound(context, { at, ms, hz, to }, gain) {
  const start = context.currentTime + at / 1000;
  const end = start + ms / 1000;
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.type = 'triangle';
  tone.frequency.setValueAtTime(hz, start);
  if (to) tone.frequency.linearRampToValueAtTime(to, end);
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(gain, start + EDGE_S);
  loudness.gain.setValueAtTime(gain, end - EDGE_S);
  loudness.gain.linearRampToValueAtTime(0, end);
  tone.connect(loudness);
  loudness.connect(context.destination);
  tone.start(start);
  tone.stop(end);
}
