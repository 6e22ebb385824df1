// How the window looks, as attributes of the document: language and theme.

/** @import { WindowSettings } from '../types/shell.js' */

/** @param {WindowSettings} settings */
export function applyLook(settings) {
  const root = document.documentElement;
  root.lang = settings.language;
  if (settings.theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = settings.theme;
}
