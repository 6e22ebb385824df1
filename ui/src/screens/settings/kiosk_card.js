// Kiosk mode, as the lead turns it on and off: what it does, and who gets out of it.

import { el, fill, setText } from '../../parts/dom.js';
import { isProblem } from '../../host.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { kioskState, leaveKiosk, onKiosk, setKiosk } from '../../shell/kiosk.js';

export class KioskCard {
  element = el('section', { class: 'card kiosk-card' });
  #wrong = el('p', { class: 'field-error', role: 'alert' });
  /** Whether staff are entered. */
  #staffed;

  /** @param {() => boolean} staffed whether staff are entered: else there is no PIN to leave by */
  constructor(staffed) {
    this.#staffed = staffed;
    onKiosk(() => {
      if (this.element.isConnected) this.show();
    });
  }

  show() {
    const { on, kept, asked } = kioskState();
    const focused = document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement) ? document.activeElement.dataset.choice : undefined;
    const now = on ? 'on' : kept || asked ? 'left' : 'off';
    const button = /** @param {string} name @param {() => Promise<void>} act @param {string} [how] */ (name, act, how = '') =>
      el('button', { class: `button ${how}`, type: 'button', 'data-choice': `kiosk.${name}`, on: { click: () => this.#do(act) } }, say(`kiosk.${name}`));
    fill(this.element, el('h2', {}, say('kiosk.title')),
      el('p', { class: on ? 'note go' : 'note', 'data-kiosk-is': now }, icon(on ? 'lock' : 'alert', 'small'), say(`kiosk.is.${now}`)),
      el('p', { class: 'soft small-text' }, say('kiosk.help')),
      this.#staffed() ? null : el('p', { class: 'note decide', 'data-no-pin': true }, icon('alert', 'small'), say('kiosk.may.everybody')),
      el('div', { class: 'row wrap' },
        on ? null : button('turnOn', () => setKiosk(true), 'main'),
        on ? button('leave', () => leaveKiosk(false)) : null,
        on ? button('end', () => leaveKiosk(true)) : null,
        on || kept ? button('turnOff', () => setKiosk(false), 'danger') : null),
      asked ? el('p', { class: 'soft small-text' }, say('kiosk.asked')) : null, this.#wrong);
    if (focused) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-choice="${focused}"]`) ?? this.element.querySelector('button'))?.focus();
    return this.element;
  }

  /** @param {() => Promise<void>} act */
  async #do(act) {
    setText(this.#wrong, '');
    try {
      await act();
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      setText(this.#wrong, `${problem.message} ${problem.hint}`);
    }
  }
}
