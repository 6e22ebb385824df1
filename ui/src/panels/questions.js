// The event's questions to a guest, one at a time, at the right of the verdict.

import { bdi, cap, el, fill } from '../parts/dom.js';
import { icon } from '../parts/icons.js';
import { say } from '../i18n/say.js';

/** @import { Question } from '../../types/wire.js' */

/**
 * @typedef {object} QuestionActs
 * @property {(answers: Record<string, string>) => void} done all have an answer
 * @property {() => void} close
 */

export class Questions {
  element = el('aside', { class: 'card panel questions' });
  #act;
  /** @type {Question[]} */
  #questions = [];
  /** @type {Record<string, string>} */
  #answers = {};
  #at = 0;
  #optional = false;

  /** @param {QuestionActs} act */
  constructor(act) {
    this.#act = act;
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  /** Those that somebody has to answer before coming in. @param {Question[]} questions */
  open(questions) {
    this.#begin(questions, false);
    this.show();
  }

  /**
   * Those that may stay open: the guest is in already. They never take the focus; numbers answer them all the same.
   *
   * @param {Question[]} questions
   */
  offer(questions) {
    this.#begin(questions, true);
    this.show({ focus: false });
  }

  /** @param {Question[]} questions @param {boolean} optional */
  #begin(questions, optional) {
    this.#questions = questions;
    this.#optional = optional;
    this.#answers = {};
    this.#at = 0;
  }

  /** What was answered so far. */
  get given() {
    return { ...this.#answers };
  }

  /** Goes on where it was left. @param {Record<string, string>} answers */
  resume(answers) {
    const known = this.#questions.filter((question) => question.id in answers);
    if (known.length === this.#questions.length) return;
    for (const question of known) this.#answers[question.id] = answers[question.id] ?? '';
    this.#at = this.#questions.findIndex((question) => !(question.id in answers));
    this.show();
  }

  /** @param {{ focus?: boolean }} [how] */
  show({ focus = true } = {}) {
    const question = this.#questions[this.#at];
    if (!question) return;
    const progress = say('questions.progress', { n: this.#at + 1, of: this.#questions.length });
    this.element.setAttribute('aria-label', say('questions.title'));
    fill(this.element, el('div', { class: 'card-head' }, el('span', { class: 'soft' }, progress),
      el('div', { class: 'row' }, cap('Esc'), el('button', { class: 'button quiet', type: 'button', 'aria-label': say('act.close'), 'aria-keyshortcuts': 'Escape', on: { click: () => this.#act.close() } }, icon('close', 'small')))),
      el('h2', { class: 'question' }, bdi(question.text)), this.#answerField(question),
      this.#optional ? el('button', { class: 'button quiet start', type: 'button', 'data-act': 'skip', on: { click: () => this.#skip() } }, say('questions.skip')) : null);
    if (!focus) return;
    const first = this.element.querySelector('.answers button, input');
    if (first instanceof HTMLElement) first.focus();
  }

  /** Saves what is given; with a text field open, what stands in it. */
  save() {
    const field = this.element.querySelector('input');
    if (field) this.#answer(field.value);
  }

  /** @param {Question} question */
  #answerField(question) {
    const choices = question.answer === 'yesNo' ? [{ value: 'yes', text: say('answer.yes') }, { value: 'no', text: say('answer.no') }]
      : (question.choices ?? []).map((text) => ({ value: text, text }));
    if (choices.length) {
      return el('div', { class: 'answers' }, ...choices.map((choice, place) =>
        el('button', { class: 'button big wide start', type: 'button', on: { click: () => this.#answer(choice.value) } }, place < 9 ? cap(String(place + 1)) : null, bdi(choice.text))));
    }
    const isNumber = question.answer === 'number';
    const input = el('input', { class: 'input', maxlength: '200', inputmode: isNumber ? 'numeric' : 'text', 'aria-label': question.text, value: this.#answers[question.id] });
    return el('form', { class: 'stack', novalidate: true, on: { submit: (event) => this.#submit(event) } },
      el('p', { class: 'soft' }, say(isNumber ? 'questions.number' : 'questions.text')), input,
      el('button', { class: 'button main big wide' }, icon('check'), say(this.#optional ? 'act.save' : 'way.answer'), cap('F7')));
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    this.save();
  }

  /** @param {string} value */
  #answer(value) {
    const question = this.#questions[this.#at];
    if (!question || !value.trim()) return this.element.querySelector('input')?.focus();
    this.#answers[question.id] = value.trim();
    this.#next();
  }

  /** One that may stay open does. */
  #skip() {
    const question = this.#questions[this.#at];
    this.#questions = this.#questions.filter((one) => one !== question);
    this.#next();
  }

  #next() {
    const next = this.#questions.findIndex((one) => !(one.id in this.#answers));
    if (next >= 0) {
      this.#at = next;
      this.show({ focus: !this.#optional || this.element.contains(document.activeElement) });
    } else {
      this.#act.done(this.given);
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const buttons = [...this.element.querySelectorAll('.answers button')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const target = step ? buttons[(at + step + buttons.length) % buttons.length] : undefined;
    if (target instanceof HTMLElement && at >= 0) {
      event.preventDefault();
      target.focus();
    }
  }

  /** A number key takes the answer of that number, where no text is asked for. @param {string} key `1` to `9` */
  takeNumber(key) {
    const button = this.element.querySelectorAll('.answers button')[Number(key) - 1];
    if (button instanceof HTMLElement) button.click();
  }
}
