import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Bounce } from '../../src/input/bounce.js';
import { Burst, GAP_MS, LATE_END_MS, LEAST, MOST, SILENCE_MS, Trail, isCommand, isTestCode, looksLikeOurCode, mayBeCode, ourCodeAtEnd, tornOff } from '../../src/input/scanner.js';

/** Types `text` with `gap` ms between the letters; gives the burst and the time of the last letter. */
function typed(text, gap, start = 1000) {
  const burst = new Burst();
  let at = start;
  for (const letter of text) {
    burst.letter(letter, at);
    at += gap;
  }
  return { burst, at: at - gap };
}

test('quick letters ended by Enter are a scan, whole', () => {
  for (const gap of [1, 4, 15, GAP_MS]) {
    const { burst, at } = typed('AK1ABCDEF', gap);
    assert.equal(burst.end(at + gap), 'AK1ABCDEF', `with ${gap} ms between the letters`);
  }
});

test('somebody who types is no scanner, however long the text', () => {
  for (const gap of [GAP_MS + 1, 60, 120, 400]) {
    const { burst, at } = typed('karen bøgelund', gap);
    assert.equal(burst.end(at + gap), null, `with ${gap} ms between the letters`);
  }
});

test('fewer than six quick letters are a hand that rolls over the keys', () => {
  assert.equal(typed('abcde'.slice(0, LEAST - 1), 10).burst.end(1050), null);
  assert.equal(typed('abcdef', 10).burst.end(1060), 'abcdef');
});

test('letters typed just before a scan do not belong to it', () => {
  const burst = new Burst();
  assert.equal(burst.letter('n', 0), true, 'a run begins');
  assert.equal(burst.letter('i', 150), true, 'a slow letter begins another');
  const begins = [...'AK1XYZ9'].map((letter, place) => burst.letter(letter, 400 + place * 5));
  assert.deepEqual(begins, [true, false, false, false, false, false, false], 'the first letter of the scan begins one');
  assert.equal(burst.end(440), 'AK1XYZ9');
});

test('an Enter that comes long after is no ending of a scan', () => {
  const { burst, at } = typed('AK1ABCDEF', 5);
  assert.equal(burst.end(at + 2 * SILENCE_MS + 1), null);
});

test('a run is forgotten once it has ended, and has a limit', () => {
  const { burst, at } = typed('AK1ABCDEF', 5);
  burst.end(at + 5);
  assert.equal(burst.end(at + 6), null, 'not a second time');
  const long = typed('x'.repeat(MOST + 500), 1);
  assert.equal(long.burst.end(long.at + 1)?.length, MOST);
});

test('two quick letters already make what depends on the text wait, and two of a person do not', () => {
  const burst = new Burst();
  burst.letter('a', 0);
  assert.equal(burst.isSuspect, false);
  burst.letter('b', 60);
  assert.equal(burst.isSuspect, false, 'as fast as people type');
  burst.letter('c', 70);
  assert.equal(burst.isSuspect, true);
  burst.clear();
  assert.equal(burst.isSuspect, false);
});

test('our code is known by its form, and names are no codes', () => {
  const ours = `AK1${'AB'.repeat(13)}`;
  assert.ok(looksLikeOurCode(ours) && looksLikeOurCode(` ${ours.toLowerCase()} `));
  for (const other of [ours.slice(1), `${ours}A`, ours.replace('B', 'O'), ours.replace('AK1', 'AK2')]) assert.equal(looksLikeOurCode(other), false, other);
  for (const code of ['SLF-093-2', '20417-118', 'A1B2']) assert.ok(mayBeCode(code), code);
  for (const name of ['nielsen', 'anne marie 2', 'a1', 'Anders 3. von And']) assert.equal(mayBeCode(name), false, name);
});

test('the same text within three seconds of its last sighting is the same scan', () => {
  const bounce = new Bounce();
  const BOUNCE_MS = bounce.seconds * 1000;
  assert.equal(bounce.isAgain('A', 0), false);
  assert.equal(bounce.isAgain('A', BOUNCE_MS), true);
  assert.equal(bounce.isAgain('A', 2 * BOUNCE_MS), true, 'each sighting prolongs it');
  assert.equal(bounce.isAgain('A', 3 * BOUNCE_MS + 1), false, 'later it is another scan');
  assert.equal(bounce.isAgain('B', 3 * BOUNCE_MS + 2), false);
  assert.equal(bounce.isAgain('A', 3 * BOUNCE_MS + 3), false, 'another scan stood between');
  bounce.seconds = 0;
  assert.equal(bounce.isAgain('A', 3 * BOUNCE_MS + 3), false, 'at nought every scan is a new one');
});

test('each scanner has a double scan of its own, and what came to nothing is scanned anew', () => {
  const bounce = new Bounce();
  assert.equal(bounce.isAgain('A', 0), false);
  assert.equal(bounce.isAgain('A', 100, '/dev/ttyACM0'), false, 'another scanner reads it');
  assert.equal(bounce.isAgain('B', 200, 'camera'), false);
  assert.equal(bounce.isAgain('A', 300), true, 'the first one still has it under the lens');
  assert.equal(bounce.isAgain('A', 400, '/dev/ttyACM0'), true);
  bounce.forget('B');
  bounce.forget('A');
  assert.equal(bounce.isAgain('A', 500), false, 'the call broke');
  assert.equal(bounce.isAgain('A', 600, '/dev/ttyACM0'), true);
  assert.equal(bounce.isAgain('B', 700, 'camera'), true);
});

test('a page that hears letters late takes their times, not its own', () => {
  const burst = new Burst();
  burst.letter('A', 1000);
  burst.letter('K', 1005);
  assert.equal(burst.rest(), null, 'the page was busy for a while; two letters are no scan');
  assert.equal(burst.letter('1', 1010), false, 'the next one was pressed in time and belongs to them');
  [...'ABCDEF'].forEach((letter, place) => burst.letter(letter, 1015 + place * 5));
  assert.equal(burst.end(1045), 'AK1ABCDEF');
});

test('a scan without an ending ends by silence, once', () => {
  const { burst } = typed('AK1ABCDEF', 5);
  assert.equal(burst.rest(), 'AK1ABCDEF');
  assert.equal(burst.rest(), null);
});

test('a few quick letters make nothing wait any longer once nothing more comes', () => {
  const { burst } = typed('abc', 10);
  assert.equal(burst.isSuspect, true);
  burst.rest();
  assert.equal(burst.isSuspect, false);
  burst.letter('d', 1030);
  assert.equal(burst.isSuspect, true, 'it did come, and was pressed in time');
});

test('our code is found behind what was torn off it', () => {
  const ours = `AK1${'AB'.repeat(13)}`;
  assert.equal(ourCodeAtEnd(ours), ours);
  assert.equal(ourCodeAtEnd(`ni${ours}`), ours, 'behind letters that were typed');
  assert.equal(ourCodeAtEnd(ours.slice(1)), null);
  assert.equal(ourCodeAtEnd(`${ours}A`), null, 'not in front of others');
  const command = `AKC1${'AB'.repeat(11)}`;
  assert.equal(ourCodeAtEnd(`ni${command}`), command);
  assert.equal(ourCodeAtEnd(command.slice(0, -1)), null);
  assert.equal(ourCodeAtEnd('niAKT1+TESTÆZy-´0`X?7'), 'AKT1+TESTÆZy-´0`X?7');
  assert.equal(ourCodeAtEnd('AKT1-TESAKT1-TEST:Zy/=0+X_7'), 'AKT1-TEST:Zy/=0+X_7', 'the last one');
  assert.equal(ourCodeAtEnd(`AKT1${'x'.repeat(40)}`), null, 'no test code is so long');
});

test('pieces that pauses tore off a scan are remembered for half a second, and the last eight', () => {
  const trail = new Trail();
  trail.add('ni', 0);
  trail.add('WEB/', LATE_END_MS);
  assert.deepEqual(trail.before(LATE_END_MS + 40), ['ni', 'WEB/']);
  assert.deepEqual(trail.before(2 * LATE_END_MS + 1), [], 'too long ago');
  trail.add('A', 3 * LATE_END_MS);
  assert.deepEqual(trail.before(3 * LATE_END_MS), ['A'], 'what came long before is forgotten');
  for (let n = 0; n < 20; n += 1) trail.add(String(n), 3 * LATE_END_MS + n);
  assert.deepEqual(trail.before(3 * LATE_END_MS + 20).length, 8);
  trail.clear();
  assert.deepEqual(trail.before(3 * LATE_END_MS + 20), []);
});

test('letters that came together may be torn off a scan, and those that came one by one are somebody\'s', () => {
  assert.deepEqual(tornOff(['n', 'i', 'WEB/', '12']), ['WEB/', '12']);
  assert.deepEqual(tornOff(['WEB/', 'n']), []);
  assert.deepEqual(tornOff([]), []);
});

test('a scanner that is known to be slow is heard, and its pace is measured', () => {
  const { burst, at } = typed('AK1ABCDEF', 45);
  assert.equal(burst.end(at), null, 'not by a desk that knows nothing of it');
  const slow = new Burst();
  slow.gap = 60;
  [...'AK1ABCDEF'].forEach((letter, place) => slow.letter(letter, place * 45));
  assert.equal(slow.letters, 'AK1ABCDEF');
  assert.equal(slow.pace(9), 45);
  assert.equal(slow.end(8 * 45 + 5), 'AK1ABCDEF');
});

test('where the scanner is slow more letters are asked for, and a name is none of a scanner\'s', () => {
  const end = (text, gap) => {
    const burst = new Burst();
    burst.gap = 60;
    [...text].forEach((letter, place) => burst.letter(letter, place * gap));
    return burst.end(text.length * gap);
  };
  assert.equal(end('WEB-12', 30), 'WEB-12', 'as fast as any scanner');
  assert.equal(end('WEB-12', 40), null, 'six keys under fingers that roll');
  assert.equal(end('WEB-2017-00418', 40), 'WEB-2017-00418');
  assert.equal(end('WEB-2017-00418', 50), null, 'slower than the scanner that was learnt');
  assert.equal(end('bøgelund hansen', 40), null);
  assert.equal(end('bøgelund', 12), 'bøgelund', 'nobody is so fast');
});

test('the test code and commands are known by their first letters', () => {
  assert.ok(isTestCode('akt1+TESTÆ') && isTestCode(' AKT1-'));
  assert.ok(isCommand('AKC18NU') && isCommand('akc1'));
  for (const before of [']Q1', ']q1', '¨Q1', '+Q1', ']Q2\\000026', "¨Q2'000026"]) {
    assert.ok(isTestCode(`${before}AKT1+TESTÆ`) && isCommand(`${before}AKC18NU`), `behind ${before}`);
  }
  for (const other of ['AK1', 'AKT', 'Akta Hansen', '1AKC1', '1AKT1', 'XQ1AKT1', '+45AKT1', ']Q1AK1']) assert.ok(!isTestCode(other) && !isCommand(other), other);
});
