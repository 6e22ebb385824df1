// The rail: one button a screen, in the order of Alt and their number.

import { el, fill } from '../parts/dom.js';
import { icon, mark } from '../parts/icons.js';
import { say } from '../i18n/say.js';

/** @import { IconName } from '../parts/icons.js' */
/** @import { ScreenName } from '../ankomst.js' */

/** `lead`: only the lead sees it, where there are staff. @type {{ name: ScreenName, picture: IconName, lead?: boolean }[]} */
const RAIL = [
  { name: 'arrivals', picture: 'arrivals' },
  { name: 'programme', picture: 'calendar' },
  { name: 'list', picture: 'list', lead: true },
  { name: 'badges', picture: 'badge', lead: true },
  { name: 'printers', picture: 'printer' },
  { name: 'overview', picture: 'chart' },
  { name: 'settings', picture: 'settings', lead: true },
];

/** The screens of whoever stands here. @param {boolean} isLead */
export function railOf(isLead) {
  return RAIL.filter((one) => isLead || !one.lead);
}

/** @param {HTMLElement} place @param {ScreenName} current @param {boolean} isLead @param {(name: ScreenName) => void} go */
export function showRail(place, current, isLead, go) {
  place.setAttribute('aria-label', say('rail.label'));
  fill(place, el('div', { class: 'mark' }, mark(), 'Ankomst'), ...railOf(isLead).map(({ name, picture }, at) =>
    el('button', { class: name === 'settings' ? 'last' : '', type: 'button', 'data-screen': name, 'aria-keyshortcuts': `Alt+${at + 1}`, on: { click: () => go(name) } },
      icon(picture), say(`rail.${name}`))));
  markRail(place, current);
}

/** Marks the screen that is shown; a guest is looked at from Arrivals. @param {HTMLElement} place @param {ScreenName} current */
export function markRail(place, current) {
  for (const button of place.querySelectorAll('button')) {
    if (button.dataset.screen === (current === 'attendee' ? 'arrivals' : current)) button.setAttribute('aria-current', 'page');
    else button.removeAttribute('aria-current');
  }
}
