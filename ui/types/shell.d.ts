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

export interface Opened {
  problem?: Problem;
  /** Whether no event is known yet. */
  first: boolean;
  /** Whether there is a backup that can be put back. */
  backup: boolean;
  settings: WindowSettings;
  /** What the page showed before its process died; null at a start. */
  screen: unknown;
  /** Who waited with a question open when the program ended. */
  waiting: { attendee: string; session?: string; direction: 'entry' | 'exit'; at: string }[];
}

export interface ShellCalls {
  opening: { params: Record<string, never>; result: Opened };
  restoreBackup: { params: Record<string, never>; result: null };
  keepWindow: { params: WindowSettings; result: null };
  keepScreen: { params: unknown; result: null };
  /** The path of the list that a person chose; null: none. */
  chooseList: { params: Record<string, never>; result: string | null };
  startSample: { params: Record<string, never>; result: null };
  startEvent: { params: { title: string; starts: string; ends: string; timeZone: string }; result: null };
  /** Whether a person chose one. */
  openEvent: { params: Record<string, never>; result: boolean };
}
