// The first start: no event is known yet. Four ways on; each ends with the page anew, on the event it opened.

import { el, fill, setText } from '../../parts/dom.js';
import { callShell, isProblem } from '../../host.js';
import { shortDay } from '../../parts/format.js';
import { icon, mark } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { openFromBackup } from './from_backup.js';
import { isEvent, today } from './new_event.js';

/** @import { Problem } from '../../../types/wire.js' */
/** @import { WindowSettings } from '../../../types/shell.js' */
/** @import { IconName } from '../../parts/icons.js' */

/** @param {WindowSettings} settings */
export function showStart(settings) {
  document.title = 'Ankomst';
  const main = el('main', { class: 'start' });
  fill(document.body, main);
  /** @param {Problem | null} [problem] */
  const ways = (problem = null) => {
    const way = /** @param {string} name @param {IconName} picture @param {() => void} run */ (name, picture, run) =>
      el('li', {}, el('button', { class: 'card start-way', type: 'button', 'data-way': name, on: { click: run } }, icon(picture, 'large'),
        el('span', { class: 'stack' }, el('b', {}, say(`start.first.${name}`)), el('span', { class: 'soft' }, say(`start.first.${name}.help`))), icon('next')));
    fill(main, head(), el('p', { class: 'start-ask' }, say('start.first.help')), said(problem),
      el('ul', { class: 'start-ways' },
        way('sample', 'people', () => go(() => callShell('startSample', {}).then(() => true), ways)),
        way('list', 'list', () => form()),
        way('event', 'file', () => go(() => callShell('openEvent', {}), ways)),
        way('backup', 'box', () => go(openFromBackup, ways, true))));
    main.querySelector('button')?.focus();
  };
  /** What was typed stays when something is wrong with it. */
  const typed = { title: '', starts: today(new Date()), ends: today(new Date()) };
  /** @param {Problem | null} [problem] */
  const form = (problem = null) => {
    // A field for dates writes them as the computer does; the weekday beside it leaves no doubt which day is meant.
    const inWords = { starts: el('span', { class: 'day' }), ends: el('span', { class: 'day' }) };
    const sayDays = () => {
      for (const name of /** @type {const} */ (['starts', 'ends'])) setText(inWords[name], typed[name] ? shortDay(`${typed[name]}T12:00:00Z`) : '');
    };
    const field = /** @param {'title' | 'starts' | 'ends'} name @param {string} word @param {string} type */ (name, word, type) =>
      el('label', { class: 'label' }, say(word), el('input', { class: 'input', name, type, value: typed[name], maxlength: type === 'text' ? 200 : null, autocomplete: 'off', on: { input: (/** @type {InputEvent} */ event) => { typed[name] = /** @type {HTMLInputElement} */ (event.target).value; sayDays(); } } }), name === 'title' ? null : inWords[name]);
    const wrong = el('p', { class: 'note stop', role: 'alert', hidden: true }, icon('alert', 'small'), say('start.first.missing'));
    const submit = /** @param {Event} event */ (event) => {
      event.preventDefault();
      wrong.hidden = isEvent(typed);
      if (wrong.hidden) go(() => create(typed), form);
      else main.querySelector('input')?.focus();
    };
    fill(main, head(), said(problem),
      el('form', { class: 'card start-form', novalidate: true, on: { submit } }, el('h2', {}, say('start.first.list')),
        field('title', 'start.first.titleField', 'text'), el('div', { class: 'two' }, field('starts', 'start.first.starts', 'date'), field('ends', 'start.first.ends', 'date')), wrong,
        el('div', { class: 'row wrap' }, el('button', { class: 'button', type: 'button', on: { click: () => ways() } }, icon('back', 'small'), say('start.first.back')),
          el('button', { class: 'button main' }, say('start.first.create'), icon('next', 'small')))));
    sayDays();
    main.querySelector('input')?.focus();
  };
  main.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && main.querySelector('form')) ways();
  });
  document.documentElement.lang = settings.language;
  ways();
}

function head() {
  return el('header', { class: 'start-head' }, mark(), el('h1', {}, say('start.first.title')));
}

/** @param {Problem | null} problem */
function said(problem) {
  return problem ? el('p', { class: 'note stop', role: 'alert' }, icon('alert', 'small'), el('span', {}, el('b', {}, problem.message), ' ', problem.hint)) : null;
}

/** Makes the event; its page begins on the list. @param {{ title: string, starts: string, ends: string }} event */
async function create(event) {
  await callShell('startEvent', { ...event, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'Europe/Copenhagen' });
  await callShell('keepScreen', { screen: 'list' });
  return true;
}

/**
 * Takes a way; whether it led somewhere decides what is shown then.
 *
 * @param {() => Promise<boolean>} way
 * @param {(problem?: Problem | null) => void} again
 * @param {boolean} [says] whether the way has its own last word
 */
async function go(way, again, says = false) {
  const main = document.querySelector('main');
  main?.setAttribute('aria-busy', 'true');
  for (const button of main?.querySelectorAll('button') ?? []) button.disabled = true;
  try {
    if (await way()) return says ? undefined : location.reload();
    again();
  } catch (problem) {
    if (!isProblem(problem)) throw problem;
    again(problem);
  } finally {
    main?.removeAttribute('aria-busy');
  }
}
