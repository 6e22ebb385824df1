// What a lead is told about a design, and about people whose badges do not come out as they should.

import { decimal } from '../../parts/format.js';
import { say } from '../../i18n/say.js';
import { partName, slotName } from './slots.js';

/** @import { DesignWire, FitWire } from '../../../types/wire.js' */

/** @typedef {DesignWire['advice'][number]} Advice */
/** @typedef {FitWire['people'][number]} Troubled */

/** @param {DesignWire} design @param {Advice} advice */
export function adviceText(design, advice) {
  const part = advice.part === undefined ? undefined : design.parts[advice.part];
  const fillIn = { name: part ? partName(part) : '', found: decimal(advice.found ?? 0), wanted: decimal(advice.wanted ?? 0) };
  return say(`advice.${advice.advice}`, fillIn);
}

/** What is told about one part. @param {DesignWire} design @param {number} part */
export function adviceOf(design, part) {
  return design.advice.filter((advice) => advice.part === part).map((advice) => adviceText(design, advice));
}

/** What is wrong with somebody's badge, each thing once. @param {Troubled} person */
export function troubleText(person) {
  const texts = person.troubles.map(({ trouble, slot, letters }) => say(`trouble.${trouble}`, { slot: slotName(slot), letters: letters ?? '' }));
  return [...new Set(texts)].join(' · ');
}
