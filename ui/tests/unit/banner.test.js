import assert from 'node:assert/strict';
import { test } from 'node:test';

import { speak } from '../../src/i18n/say.js';
import { useTimeZone } from '../../src/parts/format.js';
import { told } from '../../src/shell/banner.js';

useTimeZone('Europe/Copenhagen');
speak('da');
const now = Date.parse('2026-11-27T08:35:00Z');
const calm = { silent: false, rehearsal: false, checks: [], now };
const check = (check, state, found, more = {}) => ({ check, state, found, ...more });

test('a calm desk has no banner, and a rehearsal always has one', () => {
  assert.equal(told(calm), null);
  assert.equal(told({ ...calm, checks: [check('file', 'ok', 'ok', { bytes: 4096 }), check('clock', 'ok', 'ok')] }), null);
  assert.equal(told({ ...calm, rehearsal: true })?.how, 'rehearsal');
});

test('the worst of several stands there, before the rehearsal', () => {
  const checks = [check('list', 'attention', 'old', { at: '2026-11-20T08:00:00Z' }), check('disk', 'attention', 'little', { bytes: 5e8 }), check('file', 'blocked', 'gone')];
  assert.equal(told({ ...calm, rehearsal: true, checks })?.key, 'banner.file.gone');
  assert.equal(told({ ...calm, rehearsal: true, checks: checks.slice(0, 2) })?.key, 'banner.disk.little');
  assert.equal(told({ ...calm, checks: checks.slice(0, 1) })?.how, 'decide');
  assert.equal(told({ ...calm, checks, silent: true })?.key, 'banner.silent', 'what was found before may be old');
});

test('what nobody at the desk can use now is left to Settings', () => {
  assert.equal(told({ ...calm, checks: [check('backup', 'attention', 'none'), check('list', 'attention', 'none')] }), null);
});

test('a clock that is wrong is told with both times', () => {
  const is = told({ ...calm, checks: [check('clock', 'blocked', 'behind', { at: '2026-11-27T09:05:00Z' })] });
  assert.match(is?.words.when ?? '', /10\.05/);
  assert.match(is?.words.now ?? '', /9\.35/);
});

test('a stick that is not there is told with the time of the last copy, and one that was never chosen is not', () => {
  assert.equal(told({ ...calm, checks: [check('medium', 'ok', 'none')] }), null);
  assert.equal(told({ ...calm, checks: [check('medium', 'attention', 'waiting')] }), null, 'it comes by itself');
  const gone = told({ ...calm, checks: [check('backup', 'attention', 'old', { at: '2026-11-27T07:00:00Z' }), check('medium', 'attention', 'gone', { at: '2026-11-27T08:05:00Z' })] });
  assert.equal(gone?.key, 'banner.medium.gone');
  assert.match(gone?.words.when ?? '', /9\.05/);
  assert.equal(told({ ...calm, checks: [check('medium', 'attention', 'full')] })?.words.when, 'aldrig');
});
