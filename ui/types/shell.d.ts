// The calls that only a window needs (`src-tauri/src/shell_calls.rs`), as the page's door makes them.

import type { Problem } from './wire.js';

export interface WindowSettings {
  language: 'da' | 'en';
  theme: 'system' | 'light' | 'dark' | 'contrast';
  /** In percent of the usual size, 80 to 200. */
  zoom: number;
}

export interface Opened {
  problem?: Problem;
  /** Whether there is a backup that can be put back. */
  backup: boolean;
  settings: WindowSettings;
  /** What the page showed before its process died; null at a start. */
  screen: unknown;
}

export interface ShellCalls {
  opening: { params: Record<string, never>; result: Opened };
  restoreBackup: { params: Record<string, never>; result: null };
  keepWindow: { params: WindowSettings; result: null };
  keepScreen: { params: unknown; result: null };
}
