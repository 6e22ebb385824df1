// The list beside who is here: new, changed, gone, and who may be the same. Ticked line by line, or all; nothing
// happens before the button.

import { bdi, el } from '../../parts/dom.js';
import { number, shortDay, time } from '../../parts/format.js';
import { icon, shape } from '../../parts/icons.js';
import { hasWord, say } from '../../i18n/say.js';
import { windowedTable } from '../../parts/windowed.js';
import { TABS, itemsOf, waysOf } from './choices.js';

/** @import { ImportReport, ListDifference } from '../../../types/wire.js' */
/** @import { Choices, Item, Tab } from './choices.js' */

/** @type {Record<ListDifference['kind'], import('../../parts/icons.js').ShapeName>} */
const SHAPES = { conflict: 'stop', same: 'seen', gone: 'stop', changed: 'decide', new: 'go' };

/**
 * @param {ImportReport} report
 * @param {Choices} choices
 * @param {{ tab: Tab, chosen: number, top: number }} seen where the lead is
 * @param {{ tab: (tab: Tab) => void, changed: () => void, moved: (place: number, top: number) => void }} act
 */
export function compareStep(report, choices, seen, act) {
  const differences = report.differences ?? [];
  const items = itemsOf(differences, seen.tab);
  const tick = /** @param {Item} item */ (item) => {
    if (item.difference.kind === 'conflict') choices.meanNext(item.difference);
    else choices.tick(item, !choices.isTicked(item));
    act.changed();
  };
  const all = items.filter(({ difference }) => difference.kind !== 'conflict');
  const isAll = all.length > 0 && all.every((item) => choices.isTicked(item));
  const table = windowedTable({
    label: say('list.compare.title'),
    keep: 'list.compare.rows',
    head: ['', 'kind', 'guest', 'field', 'now', 'list'].map((name) => el('th', { scope: 'col', class: name ? `col-${name}` : 'col-tick' }, name ? say(`list.compare.${name}`) : el('span', { class: 'for-readers' }, say('list.compare.tick')))),
    count: items.length,
    row: (place) => cells(/** @type {Item} */ (items[place]), choices, act.changed),
    props: (place) => ({ 'data-line': items[place]?.difference.line ?? null, 'data-kind': items[place]?.difference.kind, 'data-field': items[place]?.field?.field ?? null }),
    act: (place) => tick(/** @type {Item} */ (items[place])),
    chosen: seen.chosen,
    top: seen.top,
    moved: act.moved,
  });
  const shown = differences.length;
  const sum = Object.values(report.differing).reduce((total, n) => total + n, 0);
  return el('div', { class: 'list-look' }, figures(report),
    el('section', { class: 'card flush list-table list-compare' },
      el('div', { class: 'list-table-head row wrap' },
        el('div', { class: 'segments', role: 'radiogroup', 'aria-label': say('list.compare.title') }, ...TABS.map((tab) => {
          const n = itemsOf(differences, tab).length;
          return el('button', { type: 'button', role: 'radio', 'data-keep': `list.compare.${tab}`, 'aria-checked': String(tab === seen.tab), on: { click: () => act.tab(tab) } }, say(`list.compare.tab.${tab}`, { n: number(n) }));
        })),
        el('span', { class: 'spring' }),
        all.length ? el('button', { class: 'button', type: 'button', 'data-keep': 'list.compare.all', on: { click: () => { for (const item of all) choices.tick(item, !isAll); act.changed(); } } }, say(isAll ? 'list.compare.none' : 'list.compare.all')) : null,
        el('span', { class: 'soft small-text' }, say('list.compare.help'))),
      items.length ? table.element : el('p', { class: 'nothing soft' }, say('list.compare.nothing')),
      sum > shown ? el('p', { class: 'nothing soft' }, say('list.look.more', { n: number(sum - shown) })) : null));
}

/** @param {ImportReport} report */
function figures(report) {
  const of = /** @param {string} kind */ (kind) => report.differing[kind] ?? 0;
  const arrived = (report.differences ?? []).filter(({ kind, now }) => kind === 'gone' && now?.arrived).length;
  /** @type {[string, number, string][]} */
  const sums = [['new', of('new'), ''], ['changed', of('changed'), ''], ['unchanged', report.unchanged, ''], ['same', of('same') + of('conflict'), of('conflict') ? 'decide' : ''], ['gone', of('gone'), of('gone') ? 'stop' : '']];
  return el('section', { class: 'card flush list-figures five' }, ...sums.map(([name, n, kind]) =>
    el('div', { class: `figure ${kind}`, 'data-sum': name }, el('b', {}, number(n)), el('span', {}, say(`list.compare.sum.${name}`), name === 'gone' && arrived ? el('b', { class: 'small-text' }, ' ', say('list.gone.arrived', { n: number(arrived) })) : null))));
}

/** @param {Item} item @param {Choices} choices @param {() => void} changed */
function cells(item, choices, changed) {
  const { difference, field } = item;
  const ticked = choices.isTicked(item);
  const name = difference.name || difference.now?.name || '';
  const kind = el('span', { class: `pill kind-${difference.kind}` }, shape(SHAPES[difference.kind]), say(`list.kind.${difference.kind}`));
  // The row is what is pressed; the box shows how it stands.
  const box = el('span', { class: ticked ? 'tick on' : 'tick', role: 'img', 'aria-label': say(ticked ? 'list.compare.taken' : 'list.compare.left') }, ticked ? icon('check', 'small') : null);
  return [
    el('td', { class: 'col-tick' }, difference.kind === 'conflict' ? null : box),
    el('td', {}, kind),
    el('td', { class: 'cut' }, el('b', {}, bdi(name))),
    el('td', { class: 'cut' }, field ? fieldName(field.field) : ''),
    el('td', { class: 'cut soft' }, ...now(item)),
    el('td', { class: 'cut' }, ...list(item, choices, ticked, changed)),
  ];
}

/** @param {Item} item @returns {(Node | string)[]} */
function now({ difference, field }) {
  if (field) {
    return [bdi(value(field.field, field.now) || say('list.look.blank')), ...(field.desk !== undefined ? [' ', el('span', { class: 'pill line' }, say('list.compare.desk', { desk: field.desk }))] : [])];
  }
  const here = difference.now;
  if (!here) return [];
  const came = here.arrived ? [say('list.compare.arrived', { time: time(here.arrived) })] : [];
  if (difference.kind === 'gone') return came.length ? came : [bdi(here.organisation)];
  return [bdi([here.name, here.organisation].filter(Boolean).join(', ')), ...(came.length ? [' · ', ...came] : [])];
}

/** @param {Item} item @param {Choices} choices @param {boolean} ticked @param {() => void} changed @returns {(Node | string)[]} */
function list({ difference, field }, choices, ticked, changed) {
  if (field) return [el(ticked ? 'b' : 'span', {}, bdi(value(field.field, field.list) || say('list.look.blank')))];
  if (difference.kind === 'gone') return [say('list.compare.notThere'), ' · ', say(ticked ? 'list.compare.cancelled' : 'list.compare.stays')];
  const who = [difference.name, difference.organisation].filter(Boolean).join(', ');
  if (difference.kind === 'same') return [bdi(who), ' · ', say(ticked ? 'list.compare.isSame' : 'list.compare.isNew')];
  if (difference.kind === 'conflict') return [conflictSelect(difference, choices, changed), ' ', bdi(who)];
  return [bdi(difference.organisation)];
}

/** @param {ListDifference} difference @param {Choices} choices @param {() => void} changed */
function conflictSelect(difference, choices, changed) {
  const meant = choices.meant(difference);
  const select = el('select', { class: 'input small', tabindex: -1, 'aria-label': say('list.compare.who', { name: difference.name }), on: {
    click: (/** @type {Event} */ event) => event.stopPropagation(),
    change: () => { choices.mean(difference, /** @type {import('./choices.js').Meant} */ (select.value)); changed(); },
  } }, ...waysOf(difference).map((way) => el('option', { value: way, selected: way === meant }, say(`list.compare.as.${way || 'nothing'}`))));
  return select;
}

/** @param {string} field */
function fieldName(field) {
  const key = field === 'arrivedAt' ? 'list.field.checked_in_at' : `column.${field}`;
  if (hasWord(key)) return say(key);
  return bdi(field.replace(/^(field|answer):/, ''));
}

/** @param {string} field @param {string} text */
function value(field, text) {
  if (field === 'arrivedAt') return text && `${shortDay(text)} ${time(text)}`;
  const key = `status.${text}`;
  return field === 'status' && hasWord(key) ? say(key) : text;
}
