// A window as far as its keys need one: fields that are none of a browser's, what stands in them, and what is told of scans.

import { after, before, mock } from 'node:test';

/** A text field as far as the keys need it. */
export class FakeInput extends EventTarget {
  type = 'search';
  value = '';
  selectionStart = 0;
  selectionEnd = 0;
  /** How often something was put into it, each time to be drawn. */
  inputs = 0;

  constructor() {
    super();
    this.addEventListener('input', () => (this.inputs += 1));
  }

  focus() {
    document.activeElement = this;
  }

  setSelectionRange(start, end) {
    [this.selectionStart, this.selectionEnd] = [start, end];
  }

  setRangeText(text, start, end) {
    this.value = this.value.slice(0, start) + text + this.value.slice(end);
    this.setSelectionRange(start + text.length, start + text.length);
  }
}

const page = new EventTarget();
/** The time that the page and its keys are told, in ms. */
let clock = 1_000;

/** A list to choose from. */
export class FakeSelect extends EventTarget {
  isConnected = true;
  selectedIndex = 0;
  changes = 0;

  constructor(...texts) {
    super();
    this.options = texts.map((text) => ({ text, disabled: false }));
    this.addEventListener('change', () => (this.changes += 1));
  }

  focus() {
    document.activeElement = this;
  }
}

/** A page without a text field that has the focus. */
const BODY = {};

before(() => {
  Object.assign(globalThis, {
    HTMLInputElement: FakeInput,
    HTMLTextAreaElement: class {},
    HTMLSelectElement: FakeSelect,
    document: { activeElement: null, body: BODY },
    InputEvent: Event,
    addEventListener: (...of) => page.addEventListener(...of),
  });
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => clock);
});
after(() => mock.reset());

/** Keys on a field, and what they told. */
export async function desk() {
  const { Keys } = await import('../../src/input/keys.js');
  const field = new FakeInput();
  const other = new FakeInput();
  document.activeElement = field;
  const told = { scans: [], how: [], before: [], coded: [], searches: [], shortcuts: [], stopped: false };
  // Each desk has a page of its own.
  const own = new EventTarget();
  globalThis.addEventListener = (...of) => own.addEventListener(...of);
  /** What the field is still owed; as late as it comes at all. */
  let later = null;
  const settle = () => {
    const act = later;
    later = null;
    act?.();
  };
  const keys = new Keys({
    field,
    putOff: (act) => {
      later = act;
      setTimeout(settle, 100);
    },
    settle,
    scanned: (text, pieces, how) => {
      told.scans.push(text);
      told.before.push(pieces);
      told.how.push(how);
    },
    coded: (text) => told.coded.push(text),
    typed: () => told.searches.push(field.value),
    shortcut: ({ key }) => ['Enter', 'Escape', 'F2'].includes(key) && told.shortcuts.push(`${key}:${field.value}`) > 0,
  });
  const pass = (ms, step = 1) => {
    // A page that is free hears of its clocks in time.
    for (let left = ms; left > 0; left -= step) {
      const some = Math.min(step, left);
      clock += some;
      mock.timers.tick(some);
    }
  };
  const press = (key, more = {}) => {
    const event = Object.assign(new Event('keydown', { cancelable: true }), { key, code: '', keyCode: 0, repeat: false, isComposing: false, getModifierState: () => false, ...more });
    Object.defineProperty(event, 'timeStamp', { value: clock });
    own.dispatchEvent(event);
    told.stopped = event.defaultPrevented;
    const into = document.activeElement;
    if (event.defaultPrevented) return;
    // A browser chooses by the first letter, at once.
    if (into instanceof FakeSelect && key.length === 1) {
      const place = into.options.findIndex(({ text }) => text.toLowerCase().startsWith(key.toLowerCase()));
      if (place < 0 || place === into.selectedIndex) return;
      into.selectedIndex = place;
      into.dispatchEvent(new Event('change'));
    }
    if (!(into instanceof FakeInput)) return;
    if (key.length === 1) into.setRangeText(key, into.selectionStart, into.selectionEnd);
    else if (key === 'Backspace' && into.selectionStart > 0) into.setRangeText('', into.selectionStart - 1, into.selectionEnd);
    else return;
    into.dispatchEvent(new Event('input'));
  };
  const type = (text, gap) => {
    for (const letter of text) {
      press(letter);
      pass(gap);
    }
  };
  return { field, other, told, keys, press, pass, type };
}
