// An event with a passphrase: it is asked for before anything of the event is on the screen.

import { el, fill, setText } from '../../parts/dom.js';
import { callShell, isProblem } from '../../host.js';
import { icon, mark } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';

/** Asks for the passphrase; the page begins anew once it opens the event. */
export function showPassphrase() {
  document.title = 'Ankomst';
  askForPassphrase(async (passphrase) => {
    await callShell('unlock', { passphrase });
    location.reload();
  });
}

/**
 * Asks for a passphrase until `open` takes it.
 *
 * @param {(passphrase: string) => Promise<void>} open what breaks is said below the field
 * @param {HTMLElement[]} [others] other buttons, before the one that opens
 */
export function askForPassphrase(open, others = []) {
  const input = el('input', { class: 'input', type: 'password', name: 'passphrase', id: 'passphrase', autocomplete: 'off', spellcheck: 'false', maxlength: '200' });
  const said = el('p', { class: 'note stop', role: 'alert', hidden: true });
  const button = el('button', { class: 'button main big' }, say('passphrase.open'), icon('next', 'small'));
  const submit = /** @param {Event} event */ async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await open(input.value);
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      said.hidden = false;
      setText(said, `${problem.message} ${problem.hint}`);
      input.select();
      input.focus();
    } finally {
      button.disabled = false;
    }
  };
  const show = el('label', { class: 'check' }, el('input', { type: 'checkbox', on: { change: (/** @type {Event} */ event) => { input.type = /** @type {HTMLInputElement} */ (event.target).checked ? 'text' : 'password'; } } }), el('span', {}, say('passphrase.show')));
  fill(document.body, el('main', { class: 'start' },
    el('header', { class: 'start-head' }, mark(), el('h1', {}, say('passphrase.title'))),
    el('form', { class: 'card passphrase', novalidate: true, on: { submit } },
      el('label', { class: 'label', for: 'passphrase' }, say('passphrase.label'), input), show, said,
      el('p', { class: 'soft' }, say('passphrase.help')), el('div', { class: 'row' }, ...others, button))));
  input.focus();
}
