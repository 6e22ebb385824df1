// Which key does what (ui.md, Keyboard): one table for the whole window. What an act does on the screen that is up is the
// window's business.

import { takesText } from '../parts/dom.js';
import { OF_BROWSERS } from './guard.js';
import { railOf } from './rail.js';

/** @import { Field } from './field.js' */
/** @import { ScreenName } from '../ankomst.js' */

/**
 * @typedef {object} KeyActs what keys can do; an act that answers `false` leaves the key to whatever has the focus
 * @property {() => Field} field
 * @property {(event: KeyboardEvent, inText: boolean) => boolean} page a key of the screen that is up; `inText`: somebody is typing
 * @property {() => boolean} help
 * @property {() => boolean} walkIn
 * @property {() => boolean} toField
 * @property {() => boolean} open the person who is chosen or shown
 * @property {() => boolean} badge
 * @property {() => boolean} wayOn the way on that the screen names
 * @property {() => void} scope
 * @property {() => boolean} colleagues
 * @property {() => boolean} escape
 * @property {(inField: boolean) => boolean} enter
 * @property {(step: number) => boolean} sideways
 * @property {(key: string, inField: boolean, inText: boolean) => boolean} moveHit
 * @property {(name: ScreenName) => void} screen
 * @property {() => void} table
 * @property {() => void} paper reports and lists go out, on Overview
 * @property {() => void} inside
 * @property {(place: number) => boolean} take
 * @property {(key: string) => boolean} zoom
 * @property {() => void} undo
 * @property {() => boolean} edit
 * @property {() => boolean} lock
 * @property {() => boolean} isLead whether all screens are shown
 * @property {() => boolean} lead
 * @property {() => boolean} waiting
 * @property {() => boolean} seen
 */

/** @param {KeyActs} acts @returns {(event: KeyboardEvent) => boolean} whether the key is used up */
export function keyMap(acts) {
  return (event) => {
    const { key, ctrlKey, altKey, shiftKey, metaKey } = event;
    // AltGr types letters such as @ and £ on Danish keys.
    if (metaKey || (ctrlKey && altKey) || event.getModifierState('AltGraph')) return false;
    const field = acts.field();
    const inText = takesText(document.activeElement);
    const inField = document.activeElement === field.input;
    if (acts.page(event, inText && !(inField && !field.text))) return true;
    if (altKey) return withAlt(acts, key);
    if (ctrlKey) return withControl(acts, key.toLowerCase(), shiftKey, !inText || (inField && !field.text));
    switch (key) {
      case 'F1': return acts.help();
      case 'F2': return acts.walkIn();
      case 'F3': return acts.toField();
      case 'F4': return acts.open();
      case 'F5':
      case 'F11': return true;
      case 'F6': return acts.badge();
      case 'F7': return acts.wayOn();
      case 'F8': return done(acts.scope());
      case 'F9': return acts.colleagues();
      case 'F12': return acts.lock();
      case 'Escape': return acts.escape();
      case 'Enter': return acts.enter(inField);
      case 'ArrowLeft':
      case 'ArrowRight': return acts.sideways(key === 'ArrowRight' ? 1 : -1);
      default: return acts.moveHit(key, inField, inText);
    }
  };
}

/** @param {KeyActs} acts @param {string} key */
function withAlt(acts, key) {
  const screen = /^[1-9]$/.test(key) ? railOf(acts.isLead())[Number(key) - 1] : undefined;
  if (screen) acts.screen(screen.name);
  return Boolean(screen);
}

/** @param {KeyActs} acts @param {string} key @param {boolean} shift @param {boolean} undoes whether Ctrl Z is the desk's and not a text's */
function withControl(acts, key, shift, undoes) {
  if (OF_BROWSERS.includes(key) || (shift && ['i', 'e'].includes(key))) return true;
  if (/^[1-9]$/.test(key)) return acts.take(Number(key) - 1);
  if (['+', '=', '-', '0'].includes(key)) return acts.zoom(key);
  switch (key) {
    case 't': return done(acts.table());
    case 'p': return done(acts.paper());
    case 'i': return done(acts.inside());
    case 'z': return undoes && done(acts.undo());
    case 'e': return acts.edit();
    case 'l': return acts.lead();
    case 'b': return done(acts.waiting());
    case 'k': return acts.seen();
    default: return false;
  }
}

/** @param {unknown} _ @returns {true} */
function done(_) {
  return true;
}
