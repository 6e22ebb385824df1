// The keys of the window on a field that is not one of a browser: what stands in it, and what is told of scans. The real keys of a
// real window are in `src-tauri/tests/window`.

import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';

/** A text field as far as the keys need it. */
class FakeInput extends EventTarget {
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

before(() => {
  Object.assign(globalThis, {
    HTMLInputElement: FakeInput,
    HTMLTextAreaElement: class {},
    HTMLSelectElement: class {},
    document: { activeElement: null, body: {} },
    InputEvent: Event,
    addEventListener: (...of) => page.addEventListener(...of),
  });
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => clock);
});
after(() => mock.reset());

/** Keys on a field, and what they told. */
async function desk() {
  const { Keys } = await import('../../src/input/keys.js');
  const field = new FakeInput();
  const other = new FakeInput();
  document.activeElement = field;
  const told = { scans: [], searches: [], shortcuts: [] };
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
    scanned: (text) => told.scans.push(text),
    typed: () => told.searches.push(field.value),
    shortcut: ({ key }) => ['Enter', 'Escape', 'F2'].includes(key) && told.shortcuts.push(`${key}:${field.value}`) > 0,
  });
  const pass = (ms) => {
    // A page that is free hears of its clocks in time.
    for (let n = 0; n < ms; n += 1) {
      clock += 1;
      mock.timers.tick(1);
    }
  };
  const press = (key, more = {}) => {
    const event = Object.assign(new Event('keydown', { cancelable: true }), { key, keyCode: 0, repeat: false, isComposing: false, getModifierState: () => false, ...more });
    Object.defineProperty(event, 'timeStamp', { value: clock });
    own.dispatchEvent(event);
    const into = document.activeElement;
    if (event.defaultPrevented || !(into instanceof FakeInput)) return;
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

const CODE = 'AK18NAJU7UCVG2S7WT3S756HQWB7H';

test('a scan that has ended leaves its first letters in the field for a moment, and the next key finds it as it was', async () => {
  const { field, told, press, type } = await desk();
  type('kim', 200);
  type(CODE, 8);
  press('Enter');
  assert.notEqual(field.value, 'kim', 'clearing the field would be a frame before the verdict');
  press('a');
  assert.equal(field.value, 'kima');
  assert.deepEqual(told.scans, [CODE]);
});

test('a scan is told whole and leaves the field as it was, and hardly a letter of it is drawn', async () => {
  const { field, told, press, type, pass } = await desk();
  type(CODE, 8);
  press('Enter');
  pass(1_000);
  assert.deepEqual(told.scans, [CODE]);
  assert.equal(field.value, '');
  assert.ok(field.inputs <= 2, `${field.inputs} letters were put into the field`);
  assert.deepEqual(told.shortcuts, [], 'its Enter presses nothing');
  type('a', 200);
  assert.equal(field.value, 'a', 'nothing of it comes later');
});

test('what stood in the field before a scan stands there after it, with its selection', async () => {
  const { field, told, press, type, pass } = await desk();
  type('niels', 120);
  field.setSelectionRange(2, 4);
  pass(300);
  type(CODE, 12);
  press('Enter');
  assert.deepEqual(told.scans, [CODE]);
  pass(100);
  assert.deepEqual([field.value, field.selectionStart, field.selectionEnd], ['niels', 2, 4]);
});

test('a scan without an ending is told when nothing more comes', async () => {
  const { field, told, type, pass } = await desk();
  type(CODE, 10);
  assert.deepEqual(told.scans, []);
  pass(100);
  assert.deepEqual(told.scans, [CODE]);
  pass(100);
  assert.equal(field.value, '');
});

test('quick hands lose no letter: a name is looked for once they rest', async () => {
  const { field, told, type, pass } = await desk();
  type('nienke', 20);
  pass(100);
  assert.equal(field.value, 'nienke');
  assert.equal(told.searches.at(-1), 'nienke');
  assert.deepEqual(told.scans, []);
});

test('letters that roll over the keys come into the field with the next slow one, in their order', async () => {
  const { field, told, type, pass } = await desk();
  type('kar', 20);
  pass(30);
  type('en b', 110);
  assert.equal(field.value, 'karen b');
  pass(200);
  assert.equal(told.searches.at(-1), 'karen b');
  assert.deepEqual(told.scans, []);
});

test('a key that is no letter finds all letters in the field', async () => {
  const { field, told, press, type, pass } = await desk();
  type('nienkx', 15);
  press('Backspace');
  assert.equal(field.value, 'nienk');
  pass(300);
  type('olex', 15);
  press('Escape');
  assert.deepEqual(told.shortcuts, ['Escape:nienkolex']);
  // Four letters and Enter are somebody's.
  field.value = '';
  field.setSelectionRange(0, 0);
  pass(300);
  type('olea', 15);
  press('Enter');
  assert.deepEqual(told.shortcuts.at(-1), 'Enter:olea');
  assert.deepEqual(told.scans, []);
});

test('a letter goes in at the caret, and over what was selected', async () => {
  const { field, type, pass } = await desk();
  type('ab', 120);
  field.setSelectionRange(1, 2);
  pass(200);
  type('xyzw', 15);
  pass(100);
  assert.equal(field.value, 'axyzw');
});

test('whoever leaves the field finds the letters in it', async () => {
  const { field, other, told, type, pass } = await desk();
  type('olexa', 15);
  field.dispatchEvent(new Event('blur'));
  other.focus();
  assert.equal(field.value, 'olexa');
  pass(200);
  assert.deepEqual(told.scans, []);
});

test('in another text field every letter is drawn, and a scan is taken out of it again', async () => {
  const { other, told, press, type } = await desk();
  other.focus();
  type('Lone', 120);
  type(CODE.slice(0, 5), 9);
  assert.equal(other.value, `Lone${CODE.slice(0, 5)}`);
  type(CODE.slice(5), 9);
  press('Enter');
  assert.deepEqual(told.scans, [CODE]);
  assert.equal(other.value, 'Lone');
});

test('where the scanner is as slow as people nobody waits for letters', async () => {
  const { field, keys, type } = await desk();
  keys.learn({ gap: 90, ending: 'enter' });
  type('nienke', 70);
  assert.equal(field.value, 'nienke', 'at once');
});

test('a key that is held down is nobody scanning', async () => {
  const { field, told, press, pass } = await desk();
  for (let n = 0; n < 12; n += 1) {
    press('k', { repeat: n > 0 });
    pass(20);
  }
  pass(200);
  assert.equal(field.value, 'k'.repeat(12));
  assert.deepEqual(told.scans, []);
});
