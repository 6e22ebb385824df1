// The keys of the window on a field that is not one of a browser: what stands in it, and what is told of scans. The real keys of a
// real window are in `src-tauri/tests/window`.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FakeSelect, desk } from './fake_desk.js';

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

test('a code of another system leaves the field as it was, and takes its own torn letters out of it', async () => {
  const { field, told, press, type, pass } = await desk();
  type('niels', 120);
  field.setSelectionRange(2, 4);
  pass(700);
  type('WEB-2017', 12);
  press('Enter');
  pass(100);
  assert.deepEqual([field.value, field.selectionStart, field.selectionEnd], ['niels', 2, 4]);
  field.setSelectionRange(5, 5);
  pass(700);
  type('WE', 8);
  pass(150);
  type('B/1234', 8);
  press('Enter');
  pass(100);
  assert.deepEqual([told.scans, told.before.at(-1)], [['WEB-2017', 'B/1234'], ['WE']]);
  assert.equal(field.value, 'niels');
});

test('a scan that ends with Tab is one at once, and its Tab goes nowhere', async () => {
  const { field, told, press, type, pass } = await desk();
  type(CODE, 8);
  press('Tab');
  assert.deepEqual(told.scans, [CODE], 'not only when silence ends it');
  assert.equal(told.how[0].ending, 'tab');
  assert.equal(told.stopped, true, 'the focus stays where it was');
  pass(1_000);
  assert.deepEqual(told.scans, [CODE]);
  assert.equal(field.value, '');
});

for (const [first, second] of [['Enter', 'Enter'], ['Enter', 'Tab'], ['Tab', 'Enter']]) {
  test(`a scanner that ends with ${first} and ${second} presses nothing with either`, async () => {
    const { field, told, press, type, pass } = await desk();
    type('kim kj', 120);
    pass(600);
    type(CODE, 8);
    press(first);
    pass(10);
    press(second);
    assert.equal(told.stopped, true);
    assert.deepEqual(told.scans, [CODE]);
    assert.deepEqual(told.shortcuts, [], 'nobody is taken from the list');
    assert.equal(field.value, 'kim kj');
    // Half a second later Enter is somebody's, and after a letter at once.
    pass(501);
    press('Enter');
    assert.deepEqual(told.shortcuts, ['Enter:kim kj']);
    type(CODE, 8);
    press('Enter');
    pass(60);
    press('x');
    pass(150);
    press('Enter');
    assert.deepEqual(told.shortcuts.slice(1), ['Enter:kim kjx']);
  });
}

test('two Enters that come late to a scan which silence has ended press nothing either', async () => {
  const { told, press, type, pass } = await desk();
  type(CODE, 8);
  pass(480);
  press('Enter');
  pass(30);
  press('Enter');
  assert.deepEqual(told.scans, [CODE]);
  assert.deepEqual(told.shortcuts, []);
  pass(501);
  press('Enter');
  assert.equal(told.shortcuts.length, 1);
});

test('our own code is read by the places of the keys where the computer has other letters there', async () => {
  const { told, press, pass } = await desk();
  const french = { A: 'q', Q: 'a', W: 'z', M: ',', 1: '&', 2: 'é', 3: '"', 4: "'", 5: '(', 6: '-', 7: 'è', 8: '_', 9: 'ç', 0: 'à' };
  const scan = (text) => {
    for (const letter of text) {
      press(french[letter] ?? letter.toLowerCase(), { code: /[0-9]/.test(letter) ? `Digit${letter}` : `Key${letter}` });
      pass(8);
    }
    press('Enter', { code: 'Enter' });
    pass(900);
  };
  scan(CODE);
  assert.deepEqual(told.scans, [CODE]);
  scan('WEB5');
  scan('WEB4711A');
  assert.equal(told.scans.at(-1), "zeb'è&&q", 'any other code is what it says');
});

test('Caps Lock does no harm', async () => {
  const { field, told, press, type } = await desk();
  press('CapsLock');
  type(CODE.slice(0, 9).toLowerCase(), 8);
  press('CapsLock');
  type(CODE.slice(9), 8);
  press('Enter');
  assert.deepEqual(told.scans, [CODE.slice(0, 9).toLowerCase() + CODE.slice(9)], 'one scan, not two halves');
  assert.equal(told.how[0].keys.length, CODE.length + 1, 'and Enter');
  field.dispatchEvent(new Event('blur'));
  assert.equal(field.value, '');
});

test('the keys of a scan are told as they came', async () => {
  const { told, press, type, pass } = await desk();
  type('ab', 200);
  press('W', { code: 'KeyW' });
  pass(8);
  type('EB-12345', 9);
  press('Enter');
  assert.deepEqual(told.how[0].keys.slice(0, 2), [{ key: 'W', code: 'KeyW', ms: 0 }, { key: 'E', code: '', ms: 8 }]);
  assert.deepEqual(told.how[0].keys.at(-1), { key: 'Enter', code: 'Enter', ms: 9 });
});

test('our own code that ends where Enter came is a scan, however slow, and is taken out of any field', async () => {
  const { other, told, press, type, pass } = await desk();
  other.focus();
  type('Lone', 120);
  pass(700);
  type(CODE, 50);
  press('Enter');
  assert.deepEqual(told.coded, [CODE]);
  assert.equal(other.value, 'Lone');
  assert.equal(told.stopped, true, 'the form does not go on to its next field');
  type('se AKT1 bilag 7', 120);
  press('Enter');
  assert.equal(other.value, 'Lonese AKT1 bilag 7', 'what only looks like the test code is somebody\'s text');
  assert.deepEqual(told.shortcuts.length, 1);
});

test('what somebody typed before a slow code stays in the field, with what stood behind it', async () => {
  const { field, told, press, type, pass } = await desk();
  type('niels', 120);
  field.setSelectionRange(2, 2);
  pass(700);
  type(CODE, 50);
  press('Enter');
  pass(100);
  assert.deepEqual(told.coded, [CODE]);
  assert.deepEqual([field.value, field.selectionStart], ['niels', 2]);
});

test('a scan changes no list that has the focus', async () => {
  const { told, press, type, pass } = await desk();
  for (const [code, gap] of [[CODE, 8], ['WEB-2017', 12]]) {
    const rates = new FakeSelect('9600', '19200', 'Anden', 'Web');
    rates.focus();
    type(code, gap);
    press('Enter');
    pass(600);
    assert.deepEqual([rates.selectedIndex, rates.changes], [0, 0], code);
  }
  assert.deepEqual(told.scans, [CODE, 'WEB-2017']);
});

test('somebody chooses in a list by its first letters', async () => {
  const { told, press, type, pass } = await desk();
  const fields = new FakeSelect('Egen kolonne', 'Fornavn', 'Efternavn', 'E-mail');
  fields.focus();
  type('ef', 300);
  pass(100);
  assert.equal(fields.options[fields.selectedIndex].text, 'Efternavn');
  pass(1_100);
  type('e', 300);
  assert.equal(fields.options[fields.selectedIndex].text, 'E-mail', 'the same letter goes to the next one');
  type('e', 300);
  assert.equal(fields.options[fields.selectedIndex].text, 'Egen kolonne');
  press('f');
  press('Tab');
  assert.equal(fields.options[fields.selectedIndex].text, 'Egen kolonne', 'ef, ee and no third');
  assert.deepEqual(told.scans, []);
});

test('an accent key at the beginning of a scan is not lost where no field has the focus', async () => {
  const { field, told, press, type, pass } = await desk();
  const scan = (focus) => {
    document.activeElement = focus;
    press('Dead', { code: 'Equal' });
    pass(8);
    type('a+B-c.d+e', 8);
    press('Enter');
    pass(600);
    assert.equal(field.value, '');
  };
  scan(document.body);
  scan(new FakeSelect('Ávila', 'b'));
  assert.deepEqual(told.scans, ['á+B-c.d+e', 'á+B-c.d+e'], 'as an input method would have made it');
  document.activeElement = document.body;
  press('Dead', { code: 'BracketRight' });
  pass(200);
  type('o', 300);
  assert.equal(field.value, 'ö');
  type('3', 300);
  assert.equal(field.value, 'ö3');
});

test('when somebody typed last is known, and letters of scans are not somebody\'s', async () => {
  const { keys, press, type, pass } = await desk();
  const began = performance.now();
  type('ni', 200);
  pass(1_000);
  type(CODE, 8);
  press('Enter');
  assert.equal(keys.typedAt - began, 200);
  pass(1_000);
  type(CODE, 8);
  press('Enter');
  assert.equal(keys.typedAt - began, 200, 'two scans in a row');
});
