// Whether the page was busy: while it draws, keys wait, and the time between them says nothing about who types.

/** The time between two beats, in ms. */
const BEAT_MS = 4;
/** A beat so late means that the page was busy, in ms. */
const LATE_MS = 20;
/** So long after the last letter it rests, in ms. */
const REST_MS = 120;

export class Pulse {
  #beaten = 0;
  #until = 0;
  #runs = false;
  #freed;

  /** @param {(at: number) => void} freed is told when the page is free again, in ms */
  constructor(freed) {
    this.#freed = freed;
  }

  /** Beats for a while from this letter on. @param {number} at in ms */
  start(at) {
    this.#until = at + REST_MS;
    if (this.#runs) return;
    this.#runs = true;
    this.#beaten = performance.now();
    setTimeout(() => this.#beat(), BEAT_MS);
  }

  /** Whether the beat that was due has not come: the page is busy right until now. @param {number} at in ms */
  hasStopped(at) {
    return this.#runs && at - this.#beaten > LATE_MS;
  }

  #beat() {
    const now = performance.now();
    if (now - this.#beaten > LATE_MS) this.#freed(now);
    this.#beaten = now;
    this.#runs = now < this.#until;
    if (this.#runs) setTimeout(() => this.#beat(), BEAT_MS);
  }
}
