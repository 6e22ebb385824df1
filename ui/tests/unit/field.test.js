// What stands in the scan field once an answer has come: the next guest's letters, and nothing else.

import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';

/** As much of an element as the field is built of. */
class FakeNode extends EventTarget {
  value = '';
  selectionStart = 0;
  classList = { toggle: () => undefined };
  setAttribute() {}
  append() {}
  replaceChildren() {}
  setSelectionRange(start) {
    this.selectionStart = start;
  }
}

before(() => {
  Object.assign(globalThis, {
    Node: FakeNode,
    document: { createElement: () => new FakeNode(), createElementNS: () => new FakeNode(), hasFocus: () => true, activeElement: null },
    addEventListener: () => undefined,
  });
  mock.timers.enable({ apis: ['setTimeout'] });
});
after(() => mock.reset());

async function made() {
  const { Field } = await import('../../src/shell/field.js');
  const field = new Field(new FakeNode());
  const put = (text) => {
    field.settle();
    field.input.value = text;
    field.input.selectionStart = text.length;
  };
  return { field, put };
}

test('what was asked for goes with its answer, and what was typed behind it since stays', async () => {
  const { field, put } = await made();
  put('kim kj');
  const mark = field.mark();
  put('kim kjnie');
  field.takeOut(mark);
  assert.deepEqual([field.text, field.input.selectionStart], ['nie', 3]);
  field.takeOut(mark);
  assert.equal(field.text, 'nie', 'an answer takes nothing twice');
});

test('what somebody has changed since is theirs', async () => {
  const { field, put } = await made();
  put('kim kj');
  const mark = field.mark();
  put('kim');
  field.takeOut(mark);
  assert.equal(field.text, 'kim');
});

test('a mark waits for what is put off: the letters of the scan are none of what stood there', async () => {
  const { field, put } = await made();
  put('niAK');
  field.putOff(() => { field.input.value = 'ni'; });
  const mark = field.mark();
  put('nie');
  assert.equal(mark.text, 'ni');
  field.takeOut(mark);
  assert.equal(field.text, 'e');
  put('niAK');
  field.putOff(() => { field.input.value = 'ni'; });
  const second = field.mark();
  field.takeOut(second);
  assert.equal(field.text, '', 'nobody has typed');
});

test('a field that was cleared meanwhile has nothing to be taken out of', async () => {
  const { field, put } = await made();
  field.putOff(() => { field.input.value = 'ni'; });
  const mark = field.mark();
  field.text = '';
  put('kim');
  field.takeOut(mark);
  assert.equal(field.text, 'kim');
});
