// The page begins: it waits until the event is open, or says why it is not.

import { call, callShell, isProblem } from './host.js';
import { speak } from './i18n/say.js';
import { Desk } from './desk.js';
import { Ankomst } from './ankomst.js';
import { applyLook } from './look.js';
import { guardThePage } from './shell/guard.js';
import { kioskIs } from './shell/kiosk.js';
import { WayOut } from './shell/way_out.js';
import { LockScreen } from './screens/lock/lock.js';
import { showPassphrase } from './screens/start/passphrase.js';
import { showStart } from './screens/start/start.js';
import { sayWhyNot } from './screens/start/why_not.js';

/** @import { Opened } from '../types/shell.js' */

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
