// The window as a whole: rail, head, stage and lamps around the screens, and what each key does.

import { bdi, byId, el, fill } from './parts/dom.js';
import { say, sayNodes } from './i18n/say.js';
import { shownName } from './parts/person.js';
import { Sounds } from './parts/sounds.js';
import { Keys } from './input/keys.js';
import { Scans } from './input/scans.js';
import { CameraCorner } from './shell/camera_corner.js';
import { Appearance } from './shell/appearance.js';
import { Field } from './shell/field.js';
import { Keeper } from './shell/keeper.js';
import { Foot } from './shell/lamps.js';
import { keyMap } from './shell/key_map.js';
import { markRail, showRail } from './shell/rail.js';
import { Rest, names } from './shell/rest.js';
import { Staffing } from './shell/staffing.js';
import { Scope } from './shell/scope.js';
import { Toast } from './shell/toast.js';
import { Undoing } from './shell/undoing.js';
import { UnknownBadges } from './shell/unknown_badges.js';
import { WaitingStrip } from './shell/waiting.js';
import { Banner } from './shell/banner.js';
import { showClock, showCount } from './shell/head.js';
import { Help } from './panels/help.js';
import { Arrivals } from './screens/arrivals/arrivals.js';
import { AttendeeScreen } from './screens/attendee/attendee.js';
import { BadgesScreen } from './screens/badges/badges.js';
import { ListScreen } from './screens/list/list.js';
import { PrintersScreen } from './screens/printers/printers.js';
import { OverviewScreen } from './screens/overview/overview.js';
import { ProgrammeScreen } from './screens/programme/programme.js';
import { SettingsScreen } from './screens/settings/settings.js';

/** @import { Problem, StaffWire } from '../types/wire.js' @import { Opened, ScannerSettings, SignedIn, WindowSettings } from '../types/shell.js' */
/** @import { Desk } from './desk.js' */
/** @import { Parked } from './shell/waiting.js' @import { KeyActs } from './shell/key_map.js' @import { Page } from './shell/page.js' */

/** @typedef {'programme' | 'list' | 'badges' | 'printers' | 'overview' | 'settings'} PageName @typedef {'arrivals' | 'attendee' | PageName} ScreenName */

export class Ankomst {
  #desk;
  #looks;
  #field;
  #banner;
  #foot;
  #scope;
  #toast;
  #help;
  #arrivals;
  #attendee;
  #overview;
  #printers;
  /** @type {Record<PageName, Page>} */
  #pages;
  #sounds = new Sounds(byId('flash'));
  /** @type {Scans} */
  #scans;
  #unknownBadges;
  #waiting;
  #undoing;
  #rest;
  #staffing;
  /** @type {Keys | undefined} */
  #keys;
  #stage = byId('stage');
  #heading = el('h1', { class: 'for-readers' });
  /** @type {ScreenName} */
  #screen = 'arrivals';
  #helpOpen = false;
  #keeper = new Keeper(() => this.#state());

  /** @param {Desk} desk @param {WindowSettings} settings @param {ScannerSettings} scanners @param {{ who: SignedIn | null, staff: StaffWire[] }} at */
  constructor(desk, settings, scanners, at) {
    this.#desk = desk;
    this.#looks = new Appearance(settings, { changed: () => this.#showAll(), broke: (problem) => this.#broke(problem) });
    this.#field = new Field(byId('field'));
    this.#banner = new Banner(byId('banner'), desk, () => this.#field.text !== '');
    this.#toast = new Toast(byId('toast'));
    const toAct = { broke: /** @param {Problem} problem */ (problem) => this.#broke(problem), done: () => this.#field.focus(), toIdle: () => this.#toArrivals().toIdle() };
    this.#staffing = new Staffing(at.who, at.staff, { info: () => desk.info, choose: (language) => this.#looks.change({ language }), locked: () => this.#locked(), unlocked: (long) => this.#unlocked(long), say: (text) => this.#toast.show([text]), scan: (text) => this.#scans.takeInstead(text), gap: () => desk.scanners.gap });
    this.#unknownBadges = new UnknownBadges(desk, this.#toast, toAct);
    this.#undoing = new Undoing(desk, this.#toast, toAct);
    this.#help = new Help(() => this.#toggleHelp());
    this.#scope = new Scope(byId('scope'), desk, () => this.#field.focus());
    this.#foot = new Foot(byId('foot'), desk, { keys: () => this.#toggleHelp(), lock: () => this.#staffing.byKey(), who: () => this.#staffing.who?.name ?? '', lamp: (id) => (!id.startsWith('printer') ? this.#scans.openTest() : id === 'printer' && desk.printing?.unknown.length ? this.#unknownBadges.ask(true) : this.#goHome('printers')) });
    this.#arrivals = new Arrivals(desk, this.#field, {
      open: (attendee) => this.#open(attendee),
      undo: () => this.#undoing.last(),
      broke: (problem) => this.#broke(problem),
      scope: () => this.#scope.toggle(),
      left: () => this.#undoing.offer(),
      shown: () => this.#shown(),
      changed: () => this.#keeper.soon(),
      park: (parked) => this.#waiting?.park(parked),
      served: (attendee) => this.#waiting?.drop(attendee),
      named: (person) => this.#toast.show(sayNodes('toast.named', { name: bdi(shownName(person)) })),
      answered: () => this.#sounds.verdict(this.#arrivals.verdict.kind, performance.now()),
      scanning: () => this.#keys?.isScanning ?? false,
      settled: async () => this.#keys?.settled(),
      scan: (text) => this.#scans.takeTyped(text),
      typedAt: () => this.#keys?.typedAt ?? -Infinity,
      openTest: () => this.#scans.openTest(),
    });
    this.#attendee = new AttendeeScreen(desk, {
      back: () => this.#back(),
      checkIn: (attendee, how) => this.#toArrivals().checkIn({ attendee, ...how }),
      substitute: (person) => {
        this.#toArrivals();
        this.#arrivals.openSubstitute(person);
      },
      askName: (person) => this.#toArrivals().askName(person),
      broke: (problem) => this.#broke(problem),
      say: (text) => this.#toast.show(text),
      done: () => this.#field.focus(),
    });
    this.#waiting = new WaitingStrip(byId('waiting'), desk, {
      question: (parked) => this.#toArrivals().bringBack(parked),
      alert: ({ id }) => this.#open(id),
      name: (person) => this.#toArrivals().askName(person),
      shown: () => (this.#screen === 'arrivals' ? this.#arrivals.served : this.#screen === 'attendee' ? this.#attendee.person?.id : undefined),
      changed: () => this.#keeper.now(),
    });
    this.#overview = new OverviewScreen(desk);
    this.#printers = new PrintersScreen(desk, toAct);
    const settingsScreen = new SettingsScreen(desk, {
      chosen: () => this.#looks.chosen,
      choose: (change) => this.#looks.change(change),
      changed: () => this.#showAll(),
      states: () => this.#scans.devices.scanners,
      learnt: (known) => this.#scans.learn(known),
      turned: () => this.#scans.listen(),
      hear: (kind) => this.#sounds.verdict(kind, performance.now()),
      say: (text) => this.#toast.show([text]),
      staffed: (staff) => this.#staffing.are(staff),
    });
    this.#pages = {
      badges: new BadgesScreen(desk, { broke: (problem) => this.#broke(problem), say: (text) => this.#toast.show([text]) }),
      list: new ListScreen(desk, () => this.#goHome('arrivals')),
      overview: this.#overview,
      printers: this.#printers,
      programme: new ProgrammeScreen(desk, (session) => {
        desk.setScope(session, desk.direction);
        this.#goHome('arrivals');
      }),
      settings: settingsScreen,
    };
    const camera = new CameraCorner(byId('camera'), { read: (text) => this.#scans.seen(text, 'camera'), changed: () => this.#foot.seeing(camera.state) });
    this.#scans = new Scans(desk, { settings: settingsScreen, field: this.#field, foot: this.#foot, toast: this.#toast, undoing: this.#undoing, camera }, {
      refuses: () => this.#staffing.refuses(),
      forgetScanned: () => this.#arrivals.forgetScanned(),
      inSettings: () => this.#screen === 'settings',
      toSettings: () => this.#goHome('settings'),
      toDoor: async (text, before, typed) => Boolean(this.#overview.hear(text, before, typed)) || this.#toDoor(text, before, typed),
      again: (text) => this.#scannedAgain(text),
      reprint: () => Boolean(this.#screen === 'attendee' ? this.#attendee.person : this.#screen === 'arrivals' && this.#arrivals.person) && this.#badge(),
      broke: (problem) => this.#broke(problem),
    });
    this.#rest = new Rest(byId('rest'), { names: () => names(this.#page), clear: () => this.#putAway() });
    this.#keys = new Keys({
      field: this.#field.input,
      putOff: (act) => this.#field.putOff(act),
      settle: () => this.#field.settle(),
      scanned: (text, before, how) => this.#scans.take(text, before, how),
      coded: (text) => this.#scans.takeCode(text),
      shortcut: keyMap(this.#keyActs),
      typed: () => this.#typed(),
    });
    this.#scans.from(this.#keys, scanners);
    desk.on('counts', () => showCount(byId('count'), desk));
    desk.on('programme', () => showCount(byId('count'), desk));
    desk.on('clock', () => showClock(byId('clock'), desk));
    this.#showAll();
    this.#go('arrivals');
    this.#field.focus();
    this.#unknownBadges.ask(false);
  }

  /** Goes on where the page before this one was. @param {unknown} kept @param {Opened['waiting']} waiting */
  resume(kept, waiting) {
    const state = /** @type {{ screen?: ScreenName, attendee?: string, session?: string | null, direction?: 'entry' | 'exit', text?: string, panel?: boolean, draft?: any, parked?: Parked[] } | null} */ (kept);
    this.#waiting.resume(state?.parked ?? waiting);
    if (!state) return;
    if (state.session || state.direction === 'exit') this.#desk.setScope(state.session ?? null, state.direction ?? 'entry');
    if (state.draft) this.#arrivals.form.draft = state.draft;
    if (state.screen && state.screen in this.#pages) this.#goHome(state.screen);
    else if (state.screen === 'attendee' && state.attendee) this.#open(state.attendee);
    else if (state.panel) this.#arrivals.openWalkIn();
    else if (state.text) {
      this.#field.text = state.text;
      this.#arrivals.search(state.text);
    }
  }

  /** Says everything again, in the language of now. */
  #showAll() {
    this.#sounds.volume = this.#looks.chosen.sound;
    this.#scans.bounce.seconds = this.#desk.info.bounceSeconds;
    document.title = `Ankomst · ${this.#desk.info.title}`;
    showRail(byId('rail'), this.#screen, this.#staffing.isLead, (name) => this.#goHome(name));
    this.#nameStage();
    this.#field.show();
    this.#scope.show();
    showCount(byId('count'), this.#desk);
    showClock(byId('clock'), this.#desk);
    this.#banner.show();
    this.#foot.showAll();
    this.#waiting.show();
    this.#staffing.show();
    this.#arrivals.showAll();
    if (this.#screen === 'attendee') this.#attendee.show();
    for (const page of Object.values(this.#pages)) page.show();
    if (this.#helpOpen) this.#help.show();
  }

  /** @param {ScreenName} name */
  #go(name) {
    if (this.#screen === 'attendee' && name !== 'attendee') this.#attendee.close();
    this.#screen = name;
    this.#arrivals.hits.attach(name === 'arrivals');
    const screen = (name === 'arrivals' ? this.#arrivals : name === 'attendee' ? this.#attendee : this.#pages[name]).element;
    this.#helpOpen = false;
    this.#scans.listen();
    this.#nameStage();
    fill(this.#stage, name === 'arrivals' ? this.#heading : null, screen);
    markRail(byId('rail'), name);
    this.#shown();
  }

  /** A reader hears which screen this is; a guest is looked at from Arrivals. */
  #nameStage() {
    const name = say(`rail.${this.#screen === 'attendee' ? 'arrivals' : this.#screen}`);
    this.#heading.textContent = name;
    byId('stage').setAttribute('aria-label', name);
  }

  /** @param {ScreenName} name */
  #goHome(name) {
    this.#go(name);
    this.#page?.open();
    if (name === 'arrivals') this.#field.focus();
  }

  /** The screen beside Arrivals that is shown. @returns {Page | undefined} */
  get #page() {
    return this.#screen === 'arrivals' || this.#screen === 'attendee' ? undefined : this.#pages[this.#screen];
  }

  #toArrivals() {
    if (this.#screen !== 'arrivals') this.#go('arrivals');
    return this.#arrivals;
  }

  /** @param {string} attendee */
  async #open(attendee) {
    if (await this.#attendee.open(attendee)) {
      this.#go('attendee');
      this.#field.focus();
    }
  }

  #back() {
    this.#go('arrivals');
    this.#field.focus();
  }

  /** Whoever a scan means is checked in. @param {string} text @param {string[]} before @param {boolean} typed */
  #toDoor(text, before, typed) {
    this.#rest.stir();
    if (this.#helpOpen) this.#toggleHelp();
    if (this.#attendee.isEditing) this.#go('arrivals');
    else this.#toArrivals();
    return this.#arrivals.scanned(text, before, typed);
  }

  /** Nobody is at the desk: whoever was served or looked for is put away, and no form loses its text. */
  #putAway() {
    this.#toast.give();
    if (this.#page || this.#attendee.isEditing) return;
    this.#field.text = '';
    this.#toArrivals().toIdle();
    this.#field.focus();
  }

  /** Our own double scan, if it is this text's answer that is shown. @param {string} text */
  #scannedAgain(text) {
    const isShown = this.#screen === 'arrivals' && this.#arrivals.verdict.isShown && this.#arrivals.shown?.asked.text === text;
    if (isShown) this.#arrivals.verdict.showAgain();
    return isShown;
  }

  async #typed() {
    if (!(await this.#scans.areTyped())) return;
    const text = this.#field.text;
    if (/^[1-9]$/.test(text) && this.#arrivals.panel === 'questions') return this.#answerNumber(text);
    if (!text.trim() && this.#screen !== 'arrivals') return;
    this.#toArrivals().search(text);
  }

  /** A number answers the question that is open, unless it is the first letter of a scan. @param {string} key */
  async #answerNumber(key) {
    await this.#keys?.settled();
    if (this.#field.text !== key || this.#keys?.isScanning || this.#arrivals.panel !== 'questions') return;
    this.#field.text = '';
    this.#arrivals.questions.takeNumber(key);
  }

  /** Nothing of a guest stays on a screen that is locked. */
  #locked() {
    this.#pause(true);
    this.#toast.hide();
    this.#toArrivals().toIdle();
  }

  /** @param {boolean} paused */
  #pause(paused) {
    this.#desk.paused = paused;
    if (this.#keys) this.#keys.paused = paused;
  }

  /** @param {boolean} long */
  #unlocked(long) {
    if (long) this.#arrivals.form.forget();
    this.#pause(false);
    this.#showAll();
    this.#desk.refresh();
    this.#field.focus();
  }

  /** What each key does (`shell/key_map.js`), by the acts of this window. @returns {KeyActs} */
  get #keyActs() {
    const onArrivals = (/** @type {() => unknown} */ act) => this.#screen === 'arrivals' && Boolean(act());
    return {
      field: () => this.#field,
      page: (event, inText) => this.#page?.key?.(event, inText) ?? false,
      help: () => this.#toggleHelp(),
      walkIn: () => this.#walkIn(),
      toField: () => this.#toField(),
      open: () => onArrivals(() => this.#arrivals.act('open')),
      badge: () => this.#badge(),
      wayOn: () => this.#wayOn(),
      scope: () => this.#scope.toggle(),
      colleagues: () => onArrivals(() => this.#arrivals.act('colleagues')),
      escape: () => this.#escape(),
      enter: (inField) => this.#enter(inField),
      sideways: (step) => this.#sideways(step),
      moveHit: (key, inField, inText) => (inField || !inText) && !this.#scope.isOpen && this.#screen === 'arrivals' && !document.activeElement?.closest('.side, .foot, .rail, .toast') && this.#arrivals.hits.isShown && this.#arrivals.hits.move(key),
      screen: (name) => this.#goHome(name),
      table: () => {
        if (this.#screen === 'overview') this.#overview.toggleTable();
      },
      paper: () => {
        if (this.#screen === 'overview') this.#overview.openOut();
      },
      inside: () => {
        this.#go('overview');
        this.#overview.openInside();
      },
      take: (place) => this.#take(place),
      zoom: (key) => this.#looks.zoom(key),
      undo: () => this.#undoing.last(),
      edit: () => {
        if (this.#screen !== 'attendee') return false;
        this.#attendee.edit();
        return true;
      },
      lock: () => this.#staffing.byKey(),
      isLead: () => this.#staffing.isLead,
      lead: () => this.#lead(),
      waiting: () => this.#waiting.first(),
      seen: () => this.#seen(),
    };
  }

  /** @param {number} place */
  #take(place) {
    if (this.#screen !== 'arrivals') return false;
    const person = this.#arrivals.choice.people[place];
    if (this.#arrivals.choice.isShown) {
      if (person) this.#arrivals.checkIn({ attendee: person.id });
      return true;
    }
    if (this.#arrivals.hits.isShown) this.#arrivals.takeHit(place);
    return true;
  }

  /** @param {boolean} inField */
  #enter(inField) {
    if (this.#screen !== 'arrivals' && inField) {
      if (this.#field.text.trim()) this.#arrivals.enter();
      return true;
    }
    const onControl = !inField && document.activeElement !== document.body && document.activeElement !== null;
    // Enter presses what has the focus; without a focus of its own it is the field's, and never a verdict's.
    if (onControl && !(this.#arrivals.choice.isShown && this.#arrivals.choice.chosen)) return false;
    if (this.#screen === 'arrivals') this.#arrivals.enter();
    return true;
  }

  #escape() {
    if (this.#scope.isOpen) {
      this.#scope.close();
      return true;
    }
    if (this.#helpOpen) return this.#toggleHelp();
    if (this.#screen === 'attendee') {
      if (!this.#attendee.escape()) this.#back();
      return true;
    }
    if (this.#page) {
      if (!this.#page.escape?.()) this.#goHome('arrivals');
      return true;
    }
    if (this.#arrivals.choice.isShown) return this.#arrivals.escape();
    if (this.#field.text) {
      this.#field.text = '';
      this.#field.focus();
      this.#arrivals.toIdle();
      return true;
    }
    if (!this.#arrivals.escape()) this.#toast.hide();
    this.#field.focus();
    return true;
  }

  /** @param {number} step */
  #sideways(step) {
    if (this.#screen !== 'arrivals' || !this.#arrivals.choice.isShown) return false;
    this.#arrivals.choice.move(step);
    return true;
  }

  #toField() {
    if (this.#screen === 'arrivals' && this.#arrivals.verdict.isShown && !this.#arrivals.panel) this.#arrivals.act('search');
    this.#field.focus();
    this.#field.input.select();
    return true;
  }

  #walkIn() {
    this.#toArrivals().openWalkIn();
    return true;
  }

  #badge() {
    if (this.#screen === 'attendee') this.#attendee.newBadge();
    else if (this.#screen === 'arrivals') this.#arrivals.act('badge');
    return true;
  }

  #wayOn() {
    if (this.#screen === 'attendee') this.#attendee.wayOn();
    else if (this.#screen === 'arrivals') this.#arrivals.wayOn();
    else if (this.#screen === 'printers') this.#printers.wayOn();
    return true;
  }

  #lead() {
    if (this.#screen === 'arrivals' && this.#arrivals.hasLeadWays) this.#arrivals.act('lead');
    else this.#toast.show([say('lead.fetch')]);
    return true;
  }

  /** The alert of whoever is shown was seen. */
  #seen() {
    if (this.#screen === 'attendee') this.#attendee.acknowledge();
    else if (this.#screen === 'arrivals') this.#arrivals.act('acknowledge');
    return true;
  }

  #toggleHelp() {
    if (this.#screen !== 'arrivals') this.#go('arrivals');
    this.#helpOpen = !this.#helpOpen;
    this.#arrivals.showHelp(this.#helpOpen ? this.#help.element : null);
    if (this.#helpOpen) this.#help.show();
    this.#field.focus();
    return true;
  }

  /** Something broke: the answer stays until somebody has read it. @param {Problem} problem */
  #broke(problem) {
    this.#desk.askHealth();
    this.#toast.show([el('b', {}, problem.message), ' ', problem.hint], [{ text: say('act.ok'), run: () => this.#field.focus() }], { stays: true, wrong: true });
  }

  /** Writes down what is shown, so that a page that comes after this one can go on. */
  #shown() {
    // A message never lies over the keys of a verdict.
    if (this.#arrivals.verdict.isShown) this.#toast.give();
    this.#waiting?.show();
    this.#keeper.soon();
  }

  /** What a page after this one needs to go on. */
  #state() {
    const { session, direction } = this.#desk;
    return { screen: this.#screen, attendee: this.#attendee.person?.id, session, direction, parked: this.#waiting.parked, ...this.#arrivals.state };
  }
}
