// What comes in and what does not: the sums, the rows at fault line by line, and how the columns are read.

import { bdi, el } from '../../parts/dom.js';
import { number } from '../../parts/format.js';
import { icon, shape } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { windowedTable } from '../../parts/windowed.js';
import { OWN, encodingName, howRead, warnedRows, whyRejected, whyWarned } from './reading.js';

/** @import { ImportReport, ListColumn, ListRow, Rejected, Warning } from '../../../types/wire.js' */

/** Whether the remarks are shown first: where every row comes in there is nothing else to look at. @param {ImportReport} report */
export function warningsFirst(report) {
  return report.rejected.length === 0 && report.warnings.length > 0;
}

/** @typedef {'rejected' | 'warned' | 'all'} Which */

/**
 * @typedef {object} Looking
 * @property {Which} which
 * @property {number} chosen
 * @property {number} top
 * @property {boolean} encodings whether the encodings are offered
 * @property {string} said what was saved, and where
 * @property {(place: number) => ListRow | undefined} all a row of all, once it is known
 * @property {number} total
 * @property {HTMLElement | null} fix the row that is being put right
 */

/**
 * @typedef {object} LookActs
 * @property {(which: Which) => void} which
 * @property {(place: number, top: number) => void} moved
 * @property {(from: number, to: number) => void} seen
 * @property {(line: number, why: string, reason: string, other?: number) => void} fix
 * @property {() => void} save
 * @property {() => void} columns
 * @property {() => void} offer
 * @property {(encoding: string) => void} encoding
 */

/**
 * @param {ImportReport} report
 * @param {string} file
 * @param {ListColumn[]} columns
 * @param {string[]} chosen
 * @param {Looking} now
 * @param {LookActs} act
 */
export function lookStep(report, file, columns, chosen, now, act) {
  const beside = now.fix ?? (now.encodings ? encodingCard(report, act) : reading(columns, chosen, act.columns));
  return el('div', { class: 'list-look' }, figures(report, file, act),
    el('div', { class: now.fix ? 'list-look-columns wide' : 'list-look-columns' }, rows(report, now, act), beside));
}

/** @param {ImportReport} report @param {string} file @param {LookActs} act */
function figures(report, file, act) {
  /** @type {[string, number, string][]} */
  const sums = [
    ['people', report.people, ''],
    ['rejected', report.rejected.length, report.rejected.length ? 'stop' : ''],
    ['warned', warnedRows(report.warnings), report.warnings.length ? 'decide' : ''],
    ['cancelled', report.cancelled, ''],
  ];
  return el('section', { class: 'card flush list-figures' },
    ...sums.map(([name, n, kind]) => el('div', { class: `figure ${kind}`, 'data-sum': name }, el('b', {}, number(n)), el('span', {}, say(`list.sum.${name}`)))),
    el('div', { class: 'figure file' }, el('b', { class: 'cut' }, bdi(file)), el('span', {}, howRead(report)),
      report.encodings?.length ? el('button', { class: 'link', type: 'button', 'data-keep': 'list.encoding', on: { click: act.offer } }, say('list.encoding')) : null));
}

/** What each encoding would make of the letters. @param {ImportReport} report @param {LookActs} act */
function encodingCard(report, act) {
  const current = report.encoding.replace(' with BOM', '');
  return el('section', { class: 'card list-reading' }, el('h2', {}, say('list.encoding')), el('p', { class: 'soft small-text' }, say('list.encoding.help')),
    el('div', { class: 'scrolls stack', role: 'radiogroup', 'aria-label': say('list.encoding') }, ...(report.encodings ?? []).map(({ encoding, samples }) =>
      el('button', { class: 'encoding', type: 'button', role: 'radio', 'aria-checked': String(encoding === current), 'data-keep': `encoding-${encoding}`, 'data-encoding': encoding, on: { click: () => act.encoding(encoding) } },
        el('b', {}, encodingName(encoding)), ...samples.map((sample) => bdi(sample, 'cut'))))),
    el('button', { class: 'button', type: 'button', 'data-keep': 'list.encoding.close', on: { click: act.offer } }, say('list.fix.close')));
}

/** @param {ImportReport} report @param {Looking} now @param {LookActs} act */
function rows(report, now, act) {
  const counts = { rejected: report.rejected.length, warned: report.warnings.length, all: report.people + report.rejected.length };
  const choice = /** @param {Which} which */ (which) =>
    el('button', { type: 'button', role: 'radio', 'data-keep': `list.look.${which}`, 'aria-checked': String(which === now.which), on: { click: () => act.which(which) } }, say(`list.look.${which}`, { n: number(counts[which]) }));
  const n = now.which === 'all' ? now.total : counts[now.which];
  const words = now.which === 'all' ? ['line', 'name', 'organisation', 'ticketType', 'remark'] : now.which === 'rejected' ? ['line', 'column', 'value', 'wrong'] : ['line', 'remark'];
  const at = /** @param {number} place */ (place) => (now.which === 'rejected' ? rejected(report.rejected[place]) : now.which === 'warned' ? warned(report.warnings[place]) : anyRow(now.all(place)));
  const table = windowedTable({
    label: say('list.look.which'), keep: 'list.look.rows', count: n, chosen: now.chosen, top: now.top, moved: act.moved, seen: now.which === 'all' ? act.seen : undefined,
    head: words.map((word) => el('th', { scope: 'col', class: word === 'line' ? 'number' : `col-${word}` }, say(`list.look.${word}`))),
    row: (place) => at(place).cells,
    props: (place) => ({ 'data-line': at(place).line }),
    act: (place) => {
      const { line, why, reason, other } = at(place);
      if (line !== undefined) act.fix(line, why, reason, other);
    },
  });
  return el('section', { class: 'card flush list-table' },
    el('div', { class: 'list-table-head row wrap' }, el('div', { class: 'segments', role: 'radiogroup', 'aria-label': say('list.look.which') }, choice('rejected'), choice('warned'), choice('all')),
      el('span', { class: 'spring' }), report.rejected.length ? el('button', { class: 'button', type: 'button', 'data-keep': 'list.look.save', on: { click: act.save } }, icon('file', 'small'), say('list.look.save')) : null),
    now.said ? el('p', { class: 'nothing', role: 'status' }, bdi(now.said)) : null,
    n === 0 ? el('p', { class: 'nothing soft' }, say(now.which === 'warned' ? 'list.look.noWarning' : 'list.look.noneRejected')) : table.element,
    now.which === 'rejected' && n > 0 ? el('div', { class: 'note calm small' }, icon('help', 'small'), el('span', {}, say('list.advice', { n: number(report.people) }), ' ', say('list.fix.help'))) : null);
}

/** @typedef {{ line?: number, why: string, reason: string, other?: number, cells: HTMLElement[] }} Shown */

/** @param {Rejected | undefined} row @returns {Shown} */
function rejected(row) {
  if (!row) return { why: '', reason: '', cells: [] };
  const why = whyRejected(row);
  return { line: row.line, why, reason: row.reason, other: row.otherLine, cells: [
    el('td', { class: 'number' }, el('b', {}, row.line)), el('td', { class: 'cut' }, row.column ? bdi(row.column) : say('list.look.wholeLine')),
    el('td', { class: 'value cut' }, row.value ? bdi(row.value) : say('list.look.blank')),
    el('td', { class: 'cut' }, el('span', { class: 'row reason stop' }, shape('stop'), why))] };
}

/** @param {Warning | undefined} row @returns {Shown} */
function warned(row) {
  if (!row) return { why: '', reason: '', cells: [] };
  const why = whyWarned(row);
  return { line: row.line, why, reason: row.reason, cells: [
    el('td', { class: 'number' }, el('b', {}, row.line)), el('td', { class: 'cut' }, el('span', { class: 'row reason decide' }, shape('decide'), why))] };
}

/** @param {ListRow | undefined} row @returns {Shown} */
function anyRow(row) {
  if (!row) return { why: '', reason: '', cells: [el('td', { class: 'number soft' }, '…'), el('td'), el('td'), el('td'), el('td')] };
  const why = row.rejected ? whyRejected({ line: row.line, reason: row.rejected, otherLine: row.otherLine }) : row.warnings.map((reason) => whyWarned({ line: row.line, reason })).join(' · ');
  return { line: row.line, why, reason: row.rejected ?? '', other: row.otherLine, cells: [
    el('td', { class: 'number' }, el('b', {}, row.line)), el('td', { class: 'cut' }, el('b', {}, bdi(row.name))), el('td', { class: 'cut' }, bdi(row.organisation)), el('td', { class: 'cut' }, bdi(row.ticketType)),
    el('td', { class: 'cut' }, why ? el('span', { class: `row reason ${row.rejected ? 'stop' : 'decide'}` }, shape(row.rejected ? 'stop' : 'decide'), why) : null)] };
}

/** @param {ListColumn[]} columns @param {string[]} chosen @param {() => void} change */
function reading(columns, chosen, change) {
  return el('section', { class: 'card list-reading' }, el('h2', {}, say('list.look.reading')),
    el('ul', { class: 'scrolls', tabindex: 0, 'aria-label': say('list.look.reading') }, ...columns.map(({ heading }, place) => {
      const field = chosen[place] ?? OWN;
      return el('li', {}, bdi(heading, 'cut'), icon('next', 'small'), field === OWN ? el('span', { class: 'cut soft' }, say('list.field.own')) : el('b', { class: 'cut' }, say(`list.field.${field}`)));
    })),
    el('button', { class: 'button quiet', type: 'button', 'data-keep': 'list.look.change', on: { click: change } }, icon('edit', 'small'), say('list.look.change')));
}
