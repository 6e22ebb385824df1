// The calls that only a window needs (`src-tauri/src/shell_calls.rs`), as the page's door makes them.

import type { Problem } from './wire.js';

export interface WindowSettings {
  language: 'da' | 'en';
  theme: 'system' | 'light' | 'dark' | 'contrast';
  /** In percent of the usual size, 80 to 200. */
  zoom: number;
  /** What a verdict sounds like. */
  sound: 'off' | 'low' | 'on';
}

/** What is known of the scanners at this desk. */
export interface ScannerSettings {
  /** Scanner and computer, where they are known to disagree. */
  keyboards?: { scanner: string; computer: string };
  /** What the scanner ends a code with, as its test showed. */
  ending?: 'enter' | 'tab' | 'none';
  /** The longest time between two of its letters, in ms: 35 to 60. */
  gap?: number;
  /** The camera that reads codes: its id, empty for any; absent: none. */
  camera?: string;
  /** Scanners on ports and grabbed ones, at most four. */
  devices?: DeviceChoice[];
}

export type DeviceChoice = { kind: 'serial'; id: string; baud: number } | { kind: 'grabbed'; id: string; layout: string };

export interface PluggedIn {
  id: string;
  /** The port on which it is now, by which earlier versions remembered it. */
  port?: string;
  name: string;
  /** Whether it is on a serial port; else it types. */
  serial: boolean;
}

export interface ScannerNews {
  version: number;
  scans: { scanner: string; text: string }[];
  scanners: { id: string; state: 'starting' | 'ready' | 'missing' | 'noPermission' | 'busy' | 'unusable' | 'gone' }[];
}

/** How the computer under the desk is. */
export interface Computer {
  /** Whether it is on mains; absent: it does not say. */
  mains?: boolean;
  /** How full its battery is; absent: it has none. */
  percent?: number;
  /** Whether the system has promised not to sleep. */
  awake: boolean;
  /** Whether it has promised to leave the screen on. */
  bright: boolean;
}

/** What was saved of a damaged event. */
export interface Rescued {
  backup: string;
  made?: string;
  saved: number;
  until?: string;
  missing: boolean;
}

/** What a backup holds. */
export interface Held {
  title: string;
  timeZone: string;
  listed: number;
  arrived: number;
  until?: string;
}

export interface SignedIn {
  id: string;
  name: string;
  role: 'desk' | 'lead';
}

export interface SignInResult {
  signedIn?: SignedIn;
  /** So many seconds the next attempt has to wait. */
  wait: number;
}

/** Whether only the lead lets anybody out of the window. */
export interface KioskState {
  /** Now. */
  on: boolean;
  /** At each start. */
  kept: boolean;
  /** The program was started with `--kiosk`. */
  asked: boolean;
}

export interface Opened {
  problem?: Problem;
  /** Whether no event is known yet. */
  first: boolean;
  /** Whether something drives the window: a test. */
  test: boolean;
  /** Whether there is a backup that can be put back. */
  backup: boolean;
  settings: WindowSettings;
  kiosk: KioskState;
  scanners: ScannerSettings;
  /** What the page showed before its process died; null at a start. */
  screen: unknown;
  /** Who has signed in at this window. */
  signedIn?: SignedIn;
  /** Who waited with a question open when the program ended. */
  waiting: { attendee: string; session?: string; direction: 'entry' | 'exit'; at: string }[];
}

export interface ShellCalls {
  opening: { params: Record<string, never>; result: Opened };
  restoreBackup: { params: Record<string, never>; result: Rescued | null };
  keepWindow: { params: WindowSettings; result: null };
  keepScanners: { params: ScannerSettings; result: null };
  pluggedIn: { params: Record<string, never>; result: PluggedIn[] };
  /** Comes when there is news since `seen`, or after some seconds. */
  scannerNews: { params: { seen: number }; result: ScannerNews };
  /** Made by `readFrame` of the page's door: its frame is bytes. */
  readFrame: { params: never; result: string[] };
  computer: { params: Record<string, never>; result: Computer };
  keepScreen: { params: unknown; result: null };
  /** The path of the list that a person chose; null: none. */
  chooseList: { params: Record<string, never>; result: string | null };
  startSample: { params: Record<string, never>; result: null };
  startEvent: { params: { title: string; starts: string; ends: string; timeZone: string }; result: null };
  unlock: { params: { passphrase: string }; result: null };
  /** Copies that still open with the old passphrase. */
  changePassphrase: { params: { current?: string; passphrase?: string }; result: string[] };
  signIn: { params: { staff: string; pin: string }; result: SignInResult };
  leave: { params: Record<string, never>; result: null };
  /** The path of the folder that the lead chose; null: none. */
  chooseFolder: { params: Record<string, never>; result: string | null };
  /** Where the event lies that was there. */
  bringBack: { params: { path: string }; result: string | null };
  /** The path of the backup that a person chose; null: none. */
  chooseBackup: { params: Record<string, never>; result: string | null };
  openBackup: { params: { path: string; passphrase?: string }; result: Held };
  setKiosk: { params: { on: boolean }; result: KioskState };
  /** Until the next start: out of full screen, or (`end`) out of the program. */
  leaveKiosk: { params: { end: boolean }; result: KioskState };
  /** A lead's word for the next act that needs it. */
  leadWord: { params: { staff: string; pin: string }; result: SignInResult };
  /** The path of the SVG file that a person chose; null: none. */
  chooseTemplate: { params: Record<string, never>; result: string | null };
  /** The path of the picture that a person chose; null: none. */
  choosePicture: { params: Record<string, never>; result: string | null };
  /** Where a person wants the file to lie; null: nowhere. */
  chooseTemplateFile: { params: { name: string }; result: string | null };
  /** Whether a person chose one. */
  openEvent: { params: Record<string, never>; result: boolean };
}
