// The lead's view of the day: numbers, how people come, who is where. It follows by itself and says when it cannot.

import { lastIn } from '../../parts/beyond.js';
import { bdi, cap, el, fill, setText } from '../../parts/dom.js';
import { decimal, number, shortDay, time } from '../../parts/format.js';
import { icon } from '../../parts/icons.js';
import { say } from '../../i18n/say.js';
import { bar } from '../../shell/head.js';
import { call } from '../../host.js';
import { chartPicture, slotTable } from './chart.js';
import { Inside } from './inside.js';
import { Outlet } from './outlet.js';
import { refusedCard } from './refused.js';

/** @import { ArrivalsDay, Group, Overview, Refusal } from '../../../types/wire.js' */
/** @import { Desk } from '../../desk.js' */

/** How often the numbers are asked for, in ms. */
const EVERY_MS = 5000;
/** After so long without an answer the numbers are called old, in ms. */
const OLD_MS = 8000;
/** Organisations by name; the rest is one line. */
const MOST_ORGANISATIONS = 8;
/** Refusals of a day's work, in ms. */
const REFUSED_MS = 12 * 60 * 60 * 1000;
/** The chart's height, in rem. */
const CHART_REM = 14;

export class OverviewScreen {
  element = el('div', { class: 'overview-screen' });
  #desk;
  #inside;
  /** @type {{ overview: Overview, day: ArrivalsDay, size: { width: number, height: number }, refusals: Refusal[], at: number } | null} */
  #news = null;
  /** Since when the screen has been up, in ms. */
  #since = Date.now();
  #asTable = false;
  #isInside = false;
  #outlet;
  #isOut = false;
  #asking = false;
  #title = el('h1');
  #updated = el('span', { class: 'soft', 'data-role': 'updated' });
  #old = el('span', { class: 'pill stop', role: 'status', hidden: true });
  #buttons = el('div', { class: 'row wrap' });
  #body = el('div', { class: 'overview-body', tabindex: '0', role: 'group' });

  /** Whether people are named on it. */
  names() {
    return this.#isInside || this.#isOut || (this.#news?.refusals.length ?? 0) > 0 || this.#news?.overview.beyond !== undefined;
  }

  /** @param {Desk} desk */
  constructor(desk) {
    this.#desk = desk;
    this.#inside = new Inside(desk, () => this.#leaveInside());
    this.#outlet = new Outlet(desk, () => this.#leave('out'));
    setInterval(() => {
      if (this.isShown && !this.#isInside && !this.#isOut) this.#ask();
    }, EVERY_MS);
    setInterval(() => {
      if (this.isShown) this.#showAge();
    }, 1000);
    new ResizeObserver(() => requestAnimationFrame(() => {
      if (this.isShown && this.#news && !this.#isInside && !this.#isOut) this.#ask();
    })).observe(this.#body);
    this.show();
  }

  get isShown() {
    return this.element.isConnected;
  }

  show() {
    if (this.#isInside) return this.#inside.show();
    if (this.#isOut) return this.#outlet.show();
    setText(this.#title, say('rail.overview'));
    this.#body.setAttribute('aria-label', say('rail.overview'));
    const kept = document.activeElement instanceof HTMLElement && this.#buttons.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
    fill(this.#buttons,
      el('button', { class: 'button', type: 'button', 'data-keep': 'table', 'aria-keyshortcuts': 'Control+T', 'aria-pressed': String(this.#asTable), on: { click: () => this.toggleTable() } },
        say(this.#asTable ? 'overview.table.chart' : 'overview.table'), cap('Ctrl T')),
      el('button', { class: 'button', type: 'button', 'data-keep': 'inside', 'aria-keyshortcuts': 'Control+I', on: { click: () => this.openInside() } },
        icon('people', 'small'), say('act.insideNow'), cap('Ctrl I')),
      el('button', { class: 'button', type: 'button', 'data-keep': 'out', 'aria-keyshortcuts': 'Control+P', on: { click: () => this.openOut() } },
        icon('printer', 'small'), say('out.title'), cap('Ctrl P')));
    fill(this.element, el('div', { class: 'overview-head' }, this.#title, this.#updated, this.#old, this.#buttons), this.#body);
    if (kept) /** @type {HTMLElement | null} */ (this.#buttons.querySelector(`[data-keep="${kept}"]`))?.focus();
    this.#showNews();
  }

  /** It has come up. */
  open() {
    this.#isInside = false;
    this.#isOut = false;
    this.#since = Date.now();
    this.show();
    this.#ask();
    /** @type {HTMLElement | null} */ (this.#buttons.querySelector('button'))?.focus();
  }

  /** A scan. @param {string} text @param {string[]} before @param {boolean} typed @returns {boolean} whether it was for this: a row of the paper list */
  hear(text, before, typed) {
    return this.isShown && this.#isOut && this.#outlet.hear(text, before, typed);
  }

  /** What goes out: reports and lists. */
  openOut() {
    this.#isInside = false;
    this.#isOut = true;
    fill(this.element, this.#outlet.element);
    this.#outlet.open();
  }

  /** Who is inside, now. */
  openInside() {
    this.#isOut = false;
    this.#isInside = true;
    fill(this.element, this.#inside.element);
    this.#inside.open(this.#desk.session);
  }

  #leaveInside() {
    this.#leave('inside');
  }

  /** @param {string} keep the button that led there */
  #leave(keep) {
    this.open();
    /** @type {HTMLElement | null} */ (this.#buttons.querySelector(`[data-keep=${keep}]`))?.focus();
  }

  /** One step back. @returns {boolean} whether there was one */
  escape() {
    if (this.#isOut) {
      if (!this.#outlet.escape()) this.#leave('out');
      return true;
    }
    if (!this.#isInside) return false;
    this.#leaveInside();
    return true;
  }

  toggleTable() {
    if (this.#isInside || this.#isOut) return;
    this.#asTable = !this.#asTable;
    this.show();
  }

  async #ask() {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const card = /** @type {HTMLElement | null} */ (this.element.querySelector('.chart-place'));
      const width = Math.max(320, Math.min(4000, Math.floor(card?.clientWidth || this.#body.clientWidth * 0.6 || 760)));
      const overview = await call('overview', {});
      const size = { width, height: Math.max(160, Math.round(CHART_REM * rem)) };
      const day = await call('arrivals', size);
      const refusals = await call('refusals', { since: new Date(Date.now() - REFUSED_MS).toISOString(), limit: 1000 });
      this.#news = { overview, day, size, refusals, at: Date.now() };
      if (this.isShown && !this.#isInside && !this.#isOut) this.#showNews();
    } catch {
      // The age of what is shown says it.
    } finally {
      this.#asking = false;
      this.#showAge();
    }
  }

  #showAge() {
    this.#old.hidden = Date.now() - (this.#news?.at ?? this.#since) < OLD_MS;
    if (!this.#old.hidden) setText(this.#old, this.#news ? say('overview.old', { time: time(this.#news.at) }) : say('overview.silent'));
  }

  #showNews() {
    const news = this.#news;
    if (!news) return fill(this.#body);
    setText(this.#updated, say('overview.updated', { time: time(news.at) }));
    const { overview, day, size, refusals } = news;
    // Whoever reads the table goes on where they are.
    const table = /** @type {HTMLElement | null} */ (this.#body.querySelector('.slot-table'));
    const [down, hadFocus] = [table?.scrollTop ?? 0, table !== null && document.activeElement === table];
    fill(this.#body, this.#figures(overview, day),
      el('div', { class: 'overview-columns' },
        el('div', { class: 'stack' }, this.#chart(day, size), this.#organisations(overview)),
        el('div', { class: 'stack' }, this.#beyond(overview), this.#forecast(day), refusedCard(refusals), this.#types(overview), this.#sessions(overview))));
    const again = /** @type {HTMLElement | null} */ (this.#body.querySelector('.slot-table'));
    if (again) again.scrollTop = down;
    if (hadFocus) again?.focus();
    this.#showAge();
  }

  /** @param {Overview} overview @param {ArrivalsDay} day */
  #figures(overview, day) {
    const percent = overview.listed ? Math.round((overview.arrived / overview.listed) * 100) : 0;
    const aside = [
      overview.left ? say('overview.left.n', { n: number(overview.left) }) : '',
      overview.cancelled ? say('overview.cancelled', { n: number(overview.cancelled) }) : '',
      overview.waitlisted ? say('overview.waitlisted', { n: number(overview.waitlisted) }) : '',
    ].filter(Boolean);
    const figure = /** @param {string} name @param {string} n @param {string} text @param {string} [more] */ (name, n, text, more) =>
      el('div', { class: 'figure', 'data-figure': name }, el('b', {}, n), el('span', { class: 'soft' }, text), more ? el('span', { class: 'soft small-text' }, more) : null);
    return el('section', { class: 'card flush figures', 'aria-label': say('overview.figures') },
      figure('arrived', number(overview.arrived), say('overview.arrived', { of: number(overview.listed), percent })),
      figure('inside', number(overview.inside), say('overview.inside'), aside.join(' · ')),
      figure('rate', decimal(day.lastTenMinutes / 10), say('overview.perMinute')),
      figure('next', number(day.nextHalfHour), say('overview.next')),
      figure('walkIns', number(day.walkIns), say('overview.walkIns')));
  }

  /** @param {ArrivalsDay} day @param {{ width: number, height: number }} size */
  #chart(day, size) {
    const isToday = day.day === this.#today();
    const title = isToday ? say('overview.chart') : say('overview.chart.day', { day: shortDay(`${day.day}T12:00:00Z`) });
    const hasExpected = day.slots.some((slot) => slot.expected !== undefined);
    const legend = el('div', { class: 'legend' }, el('span', {}, el('i', { class: 'key-arrived' }), say('overview.legend.arrived')),
      hasExpected ? el('span', {}, el('i', { class: 'key-expected' }), say('overview.legend.expected')) : null);
    const empty = day.busiest ? null : el('p', { class: 'soft', 'data-role': 'empty' }, day.doors && Date.parse(day.doors) > Date.now() ? say('empty.overview', { time: time(day.doors) }) : say('empty.overview.unknown'));
    const picture = this.#asTable ? slotTable(day) : chartPicture(day, size, title);
    return el('section', { class: 'card chart-card' }, el('div', { class: 'card-head' }, el('h2', {}, title), legend), empty,
      day.slots.length ? el('div', { class: 'chart-place' }, picture) : null,
      hasExpected ? el('p', { class: 'soft small-text' }, say('overview.legend.expected.help')) : null);
  }

  /** The day of the house, as the calls write days. */
  #today() {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: this.#desk.info.timeZone }).format(new Date());
  }

  /** @param {Overview} overview */
  #beyond({ beyond }) {
    return beyond ? el('section', { class: 'card', 'data-role': 'beyond' }, el('div', { class: 'note small' }, icon('alert', 'small'), el('span', {}, el('b', {}, say('beyond.house', { n: number(beyond.by) })), el('br'), lastIn(beyond)))) : null;
  }

  /** @param {ArrivalsDay} day */
  #forecast(day) {
    const knows = day.doors !== undefined;
    const [kind, text, more] = !knows
      ? ['calm', say('overview.desks.unknown'), '']
      : day.desks === 0
        ? ['calm', say('overview.desks.none'), '']
        : ['', day.desks === 1 ? say('overview.desks.one') : say('overview.desks', { n: number(day.desks) }), say('overview.desks.help')];
    return el('section', { class: 'card' }, el('h2', {}, say('overview.forecast')),
      el('div', { class: `note small ${kind}`, 'data-role': 'forecast' }, icon('people', 'small'), el('span', {}, el('b', {}, text), more ? el('br') : null, more)));
  }

  /** @param {Overview} overview */
  #sessions(overview) {
    // A number counts once somebody is in there; until then the programme is the place to look.
    const busy = overview.bySession.filter((session) => session.inside > 0);
    return busy.length === 0 ? null : el('section', { class: 'card', 'data-role': 'sessions' }, el('h2', {}, say('overview.sessions')), ...busy.map((session) => {
      const of = session.seats ?? session.listed;
      const full = session.seats !== undefined && session.inside >= session.seats;
      return line(session.name, number(session.inside), of ? say('overview.of', { of: number(of) }) : '', of ? session.inside / of : 1, full ? 'full' : '');
    }));
  }

  /** @param {Overview} overview */
  #types(overview) {
    return groups('types', say('overview.types'), overview.byTicketType.filter((type) => type.listed || type.arrived), say('overview.noType'));
  }

  /** @param {Overview} overview */
  #organisations(overview) {
    const all = overview.byOrganisation;
    const named = all.slice(0, MOST_ORGANISATIONS);
    const rest = all.slice(MOST_ORGANISATIONS);
    const sum = /** @param {'listed' | 'arrived' | 'inside'} what */ (what) => rest.reduce((total, group) => total + group[what], 0);
    /** @type {Group[]} */
    const others = rest.length ? [{ id: '', name: say('overview.others', { n: number(rest.length) }), listed: sum('listed'), arrived: sum('arrived'), inside: sum('inside') }] : [];
    return groups('organisations', say('overview.organisations'), [...named, ...others], say('overview.noOrganisation'));
  }
}

/** @param {string} role @param {string} title @param {Group[]} all @param {string} nameless */
function groups(role, title, all, nameless) {
  return el('section', { class: 'card', 'data-role': role }, el('h2', {}, title),
    ...all.map((group) => line(group.name || nameless, number(group.arrived), say('overview.of', { of: number(group.listed) }), group.listed ? group.arrived / group.listed : 1)));
}

/** @param {string} name @param {string} n @param {string} of @param {number} part @param {string} [kind] */
function line(name, n, of, part, kind) {
  return el('div', { class: `measure ${kind ?? ''}` }, el('span', { class: 'measure-name' }, bdi(name)), el('b', {}, n), el('span', { class: 'soft' }, of), bar(part));
}
