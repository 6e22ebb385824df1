// The one door to Rust. Nothing else in the page knows that there is Tauri behind it.
//
//   const { hits } = await call('findAttendees', { text: 'nie' });
//
// A call that cannot be made or breaks throws a `Problem` with `code`, `message` and `hint`; the page branches on the
// code only. Types come from Rust (`ui/types/wire.d.ts`).

/** @import { Calls, Problem } from '../types/wire.js' */
/** @import { ShellCalls } from '../types/shell.js' */

/** The calls of `kiosk::api`; the same names as in `ankomstctl rpc`. `true`: it changes something. */
export const CALLS = Object.freeze(
  /** @type {const} */ ({
    findAttendees: false,
    listAttendees: false,
    getAttendee: false,
    checkIn: true,
    undo: true,
    undoCheckIn: true,
    addWalkIn: true,
    amendAttendee: true,
    substituteAttendee: true,
    joinAttendees: true,
    setStatus: true,
    reissueBadge: true,
    acknowledgeAlert: true,
    seeContact: true,
    importList: true,
    undoImport: true,
    renderBadge: false,
    renderProgramme: false,
    planBadges: false,
    sheetPicture: false,
    printBadges: true,
    badgeBatch: false,
    steerBadges: true,
    queueBadge: true,
    printJobs: false,
    answerJob: true,
    cancelJob: true,
    refusals: false,
    programme: false,
    overview: false,
    event: false,
    deskState: false,
    latest: false,
    colleagues: false,
    importProgress: false,
    cancelImport: false,
    listRows: false,
    listLines: false,
    saveRejected: false,
    exportList: false,
    exportColumns: false,
    saveReport: false,
    savePerson: false,
    arrivals: false,
    whoIsInside: false,
    saveInside: false,
    health: false,
    nameDesk: true,
    amendEvent: true,
    eventSettings: false,
    testScanner: false,
    deskCommand: false,
    saveDeskCodes: false,
    saveSupport: false,
    printers: false,
    findPrinters: false,
    savePrinter: true,
    removePrinter: true,
    pausePrinter: true,
    setPrinting: true,
    testPrint: true,
    rollChanged: true,
    moveJobs: true,
    staff: false,
    putStaff: true,
    removeStaff: true,
    mentions: false,
    eraseAttendee: true,
    eraseEvent: true,
    backups: false,
    chooseMedium: true,
    badgeTemplates: false,
    hardestNames: false,
    templateFit: false,
    saveTemplate: false,
    makeTemplate: true,
    removeTemplate: true,
    assignTemplate: true,
    designTemplate: false,
    editTemplate: true,
    stepTemplate: true,
  }),
);

/** The calls that only a window needs. */
export const SHELL_CALLS = Object.freeze(/** @type {const} */ (['opening', 'restoreBackup', 'keepWindow', 'keepScreen', 'chooseList', 'startSample', 'startEvent', 'openEvent', 'chooseTemplate', 'choosePicture', 'chooseTemplateFile', 'keepScanners', 'pluggedIn', 'scannerNews', 'readFrame', 'computer', 'unlock', 'changePassphrase', 'signIn', 'leave', 'leadWord', 'setKiosk', 'leaveKiosk', 'chooseFolder', 'bringBack', 'chooseBackup', 'openBackup']));

/** @typedef {{ invoke: (command: string, args?: unknown, options?: { headers: Record<string, string> }) => Promise<any> }} Bridge */

/** What Tauri puts into its own pages for its own `invoke`. @returns {Bridge} */
function bridge() {
  return /** @type {any} */ (globalThis).__TAURI_INTERNALS__;
}

/** Two calls that are made at once may start in any order; those that change something wait for one another. */
let last = Promise.resolve(/** @type {unknown} */ (undefined));

/**
 * Makes a call of `kiosk::api`. A changing call gets a nonce, so that sending it twice changes once.
 *
 * @template {keyof Calls & keyof typeof CALLS} K
 * @param {K} name
 * @param {Calls[K]['params']} params
 * @returns {Promise<Calls[K]['result']>}
 */
export function call(name, params) {
  const once = CALLS[name] ? { nonce: crypto.randomUUID(), ...params } : params;
  return make(name, once).catch(async (problem) => {
    if (isProblem(problem) && problem.code === 'locked') door.locked();
    // The lead says yes or no; others go on meanwhile. The nonce is the same, so that the act is done once.
    if (isProblem(problem) && problem.code === 'leadNeeded' && (await door.askLead())) return make(name, once);
    throw problem;
  });
}

/**
 * @param {keyof typeof CALLS} name
 * @param {any} params
 * @returns {Promise<any>}
 */
function make(name, params) {
  // Putting a list in may take a while; nobody waits at the door for it.
  if (!CALLS[name] || name === 'importList') return send(name, { params });
  const answer = last.then(() => send(name, { params }));
  last = answer.catch(() => undefined);
  return answer;
}

/** What the window does when Rust wants somebody to sign in, or the lead. */
let door = { askLead: async () => false, locked: () => {} };

/** @param {{ askLead: () => Promise<boolean>, locked: () => void }} acts */
export function onDoor(acts) {
  door = acts;
}

/**
 * Makes a call of the shell.
 *
 * @template {keyof ShellCalls} K
 * @param {K} name
 * @param {ShellCalls[K]['params']} params
 * @returns {Promise<ShellCalls[K]['result']>}
 */
export function callShell(name, params) {
  return send(name, { params });
}

/**
 * Makes a call of the shell that is the lead's; at a desk the lead is asked for their word.
 *
 * @template {keyof ShellCalls} K
 * @param {K} name
 * @param {ShellCalls[K]['params']} params
 * @returns {Promise<ShellCalls[K]['result']>}
 */
export function callShellAsLead(name, params) {
  return callShell(name, params).catch(async (problem) => {
    if (isProblem(problem) && problem.code === 'leadNeeded' && (await door.askLead())) return callShell(name, params);
    throw problem;
  });
}

/**
 * The address of the picture of a badge. `version` is anything that changes when the badge may look different.
 *
 * Without `look` it is a drawing of the badge that the person gets; with it, dots of that template at that resolution.
 *
 * @param {string} attendee
 * @param {string | number} version
 * @param {{ template: string, dpi: number, back?: boolean }} [look]
 */
export function badgePicture(attendee, version, look) {
  const how = look ? `template=${encodeURIComponent(look.template)}&dpi=${look.dpi}&${look.back ? 'side=back&' : ''}` : '';
  return `${pictures()}${encodeURIComponent(attendee)}?${how}v=${encodeURIComponent(version)}`;
}

/** The address of the picture of the scanner's test code. */
export function testCodePicture() {
  return `${pictures()}scanner-test`;
}

/**
 * Reads the codes in a grey frame of a camera: one byte a pixel, rows from the top.
 *
 * @param {Uint8Array} grey
 * @param {number} width
 * @param {number} height
 * @param {number} frame how many came before it
 * @returns {Promise<string[]>}
 */
export async function readFrame(grey, width, height, frame) {
  try {
    return await bridge().invoke('readFrame', grey, { headers: { width: String(width), height: String(height), frame: String(frame) } });
  } catch (thrown) {
    throw asProblem(thrown);
  }
}

function pictures() {
  return navigator.userAgent.includes('Windows') ? 'http://badge.localhost/' : 'badge://localhost/';
}

/**
 * @param {string} name
 * @param {unknown} args
 */
async function send(name, args) {
  try {
    return await bridge().invoke(name, args);
  } catch (thrown) {
    throw asProblem(thrown);
  }
}

/**
 * @param {unknown} thrown
 * @returns {Problem}
 */
function asProblem(thrown) {
  if (thrown && typeof thrown === 'object' && 'code' in thrown && 'message' in thrown) return /** @type {Problem} */ (thrown);
  return { code: 'unexpected', message: String(thrown), hint: '' };
}

/**
 * Whether something that was thrown is a problem of a call.
 *
 * @param {unknown} thrown
 * @returns {thrown is Problem}
 */
export function isProblem(thrown) {
  return Boolean(thrown && typeof thrown === 'object' && 'code' in thrown && 'hint' in thrown);
}
