// What is wrong with a form, beneath its fields. It is gone with the next letter.

import { isProblem } from '../host.js';
import { el, fill } from './dom.js';
import { icon } from './icons.js';

export class FormNote {
  element = el('div', { class: 'note stop small', role: 'alert', hidden: true });

  /** @param {string} text */
  show(text) {
    fill(this.element, icon('alert', 'small'), el('span', {}, text));
    this.element.hidden = false;
  }

  /** What the program answered; anything else that went wrong is thrown on. @param {unknown} problem */
  showProblem(problem) {
    if (!isProblem(problem)) throw problem;
    this.show(`${problem.message} ${problem.hint}`);
  }

  hide() {
    this.element.hidden = true;
  }
}
