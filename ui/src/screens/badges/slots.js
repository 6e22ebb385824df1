// What the parts of a badge are called.

import { hasWord, say } from '../../i18n/say.js';

/** @import { DesignWire } from '../../../types/wire.js' */
/** @import { IconName } from '../../parts/icons.js' */

/** @typedef {DesignWire['parts'][number]} Part */

/** The slots that a lead may add or choose, in the order in which people look for them. */
export const TEXT_SLOTS = ['name', 'given_name', 'family_name', 'badge_name', 'organisation', 'title', 'ticket_type', 'sessions', 'programme', 'event', 'dates', 'organiser', 'supporters', 'note', 'place', 'code', 'rehearsal'];
export const PICTURE_SLOTS = ['logo', 'picture'];

/** The slots of the list's own columns. @param {DesignWire} design */
export function ownSlots(design) {
  return design.headings.map((heading) => `field:${heading}`);
}

/** @param {string} slot */
export function slotName(slot) {
  if (slot.startsWith('field:')) return slot.slice('field:'.length);
  const key = `slot.${slot}`;
  return hasWord(key) ? say(key) : slot;
}

/** @param {Part} part */
export function partName(part) {
  return part.slot ? slotName(part.slot) : say(`part.${part.kind}`);
}

/** What is said of a part beside its name. @param {Part} part */
export function partNote(part) {
  if (part.text) return part.text.fit === 'shrink' ? say('part.note.shrink') : say(`part.note.${part.text.fit}`, { n: part.text.maxLines });
  return part.kind === 'fill' ? say('part.note.fill') : '';
}

/** When a part is drawn, in words. @param {string} condition as in `data-if` */
export function conditionText(condition) {
  return condition.split(' ').map((word) => say(word.startsWith('!') ? 'design.if.without' : 'design.if.with', { slot: slotName(word.replace(/^!/, '')) })).join(', ');
}

/** @param {Part} part @returns {IconName} */
export function partIcon(part) {
  if (part.kind === 'text') return 'text';
  if (part.kind === 'code' || part.kind === 'bars') return 'code';
  return part.kind === 'fill' ? 'box' : 'picture';
}
