// The page begins: it waits until the event is open, or says why it is not.

import { el, fill } from './parts/dom.js';
import { call, callShell, isProblem } from './host.js';
import { icon } from './parts/icons.js';
import { say, speak } from './i18n/say.js';
import { shortDay, time, useTimeZone } from './parts/format.js';
import { Desk } from './desk.js';
import { Ankomst } from './ankomst.js';
import { applyLook } from './look.js';
import { guardThePage } from './shell/guard.js';
import { kioskIs } from './shell/kiosk.js';
import { WayOut } from './shell/way_out.js';
import { LockScreen } from './screens/lock/lock.js';
import { showPassphrase } from './screens/start/passphrase.js';
import { showStart } from './screens/start/start.js';

/** @import { Opened, Rescued } from '../types/shell.js' */
/** @import { Problem } from '../types/wire.js' */

/** What broke without being caught, for whoever looks into it; ids and places, never names. @type {string[]} */
const pageErrors = [];
Object.defineProperty(globalThis, 'pageErrors', { value: pageErrors });
addEventListener('error', (event) => pageErrors.push(String(event.message)));
addEventListener('unhandledrejection', (event) => pageErrors.push(isProblem(event.reason) ? event.reason.code : String(event.reason)));
guardThePage();
new WayOut();

await begin();

async function begin() {
  const opened = await callShell('opening', {});
  speak(opened.settings.language);
  applyLook(opened.settings);
  kioskIs(opened.kiosk);
  // Whoever stands there sees that another program may have its hands on it.
  document.documentElement.toggleAttribute('data-driven', opened.test);
  if (opened.first) return showStart(opened.settings);
  if (opened.problem && ['passphraseNeeded', 'wrongPassphrase'].includes(opened.problem.code)) return showPassphrase();
  if (opened.problem) return sayWhyNot(opened.problem, opened);
  const desk = new Desk(await call('event', {}));
  const { staff } = await call('staff', {});
  const signedIn = opened.signedIn ?? (staff.length ? await signIn(desk, opened) : null);
  await desk.start();
  document.documentElement.toggleAttribute('data-rehearsal', desk.info.rehearsal);
  if (desk.info.rehearsal) document.documentElement.dataset.mode = 'rehearsal';
  const ankomst = new Ankomst(desk, opened.settings, opened.scanners, { who: signedIn, staff });
  ankomst.resume(opened.screen, opened.waiting);
  // For `cargo xtask bench`: the first frame that can be used is drawn. Nothing else looks at it.
  requestAnimationFrame(() => setTimeout(() => performance.mark('usable')));
}

/** Asks who stands here, before anything of a guest is on the screen. @param {Desk} desk @param {Opened} opened */
function signIn(desk, opened) {
  const screen = new LockScreen(desk.info, (language) => {
    opened.settings = { ...opened.settings, language };
    speak(language);
    applyLook(opened.settings);
    screen.show();
    callShell('keepWindow', opened.settings).catch(() => undefined);
  }, () => opened.scanners.gap);
  return screen.ask();
}

/** The event is open again: what was saved, and what is missing. @param {Rescued} rescued */
async function sayWhatWasSaved({ made, saved, until, missing }) {
  // By the clock of the house, which the event knows.
  useTimeZone((await call('event', {})).timeZone);
  const at = /** @param {string | undefined} instant */ (instant) => (instant ? `${shortDay(instant)} ${time(instant)}` : '–');
  const words = { made: at(made), n: saved, until: at(until) };
  const button = el('button', { class: 'button main big', type: 'button', on: { click: () => location.reload() } }, say('rescue.goOn'), icon('next', 'small'));
  fill(document.body,
    el('main', { class: 'not-open', 'data-rescued': saved }, el('div', { class: 'card', role: 'alert' }, icon(missing ? 'alert' : 'check', 'large'), el('h1', {}, say('rescue.title')), el('p', {}, say('rescue.saved', words)), el('p', { class: missing ? '' : 'soft' }, say(missing ? 'rescue.missing' : 'rescue.whole', words)), button)));
  button.focus();
}

/** The event could not be opened: what happened, and what there is to do. @param {Problem} problem @param {Opened} opened */
function sayWhyNot(problem, opened) {
  const restore = async () => {
    try {
      const rescued = await callShell('restoreBackup', {});
      if (rescued) await sayWhatWasSaved(rescued);
      else location.reload();
    } catch (thrown) {
      if (isProblem(thrown)) sayWhyNot(thrown, { ...opened, backup: false });
      else throw thrown;
    }
  };
  const button = opened.backup ? el('button', { class: 'button main big', type: 'button', on: { click: restore } }, icon('undo'), say('start.restore')) : null;
  fill(document.body,
    el('main', { class: 'not-open', 'data-code': problem.code }, el('div', { class: 'card', role: 'alert' }, icon('alert', 'large'), el('h1', {}, say('start.title')), el('p', {}, problem.message), el('p', { class: 'soft' }, problem.hint), button)));
  button?.focus();
}
