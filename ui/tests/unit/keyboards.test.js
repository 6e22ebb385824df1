import assert from 'node:assert/strict';
import { test } from 'node:test';

import { asScanned } from '../../src/input/keyboards.js';

const AGREE = { scanner: 'us', computer: 'us' };
const CROSSED = { scanner: 'us', computer: 'da' };

test('a camera and a port have no keyboard in the way, whatever the desk has learnt', () => {
  for (const scanners of [{}, { ending: 'enter' }, { ending: 'enter', keyboards: CROSSED }]) {
    assert.deepEqual(asScanned('AB-77', [], false, scanners), { text: 'AB-77', keyboards: AGREE });
  }
});

test('what was typed is read as the test of the scanner said, and untested as nobody knows', () => {
  assert.deepEqual(asScanned('AB-77', undefined, true, { ending: 'tab', keyboards: CROSSED }), { text: 'AB-77', keyboards: CROSSED });
  assert.deepEqual(asScanned('AB-77', [], true, { ending: 'none' }), { text: 'AB-77', keyboards: AGREE }, 'scanner and computer agree');
  assert.deepEqual(asScanned('AB-77', ['ni', 'W'], true, { camera: '' }), { text: 'AB-77', before: ['ni', 'W'] });
});
