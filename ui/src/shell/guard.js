// What a browser would do by itself and a desk must not: its menu, its keys, its zoom, files that are dropped on it or dragged
// out of it, closing itself.

/** What a browser does with Ctrl and these letters: reload, print, save, find, find again, open, new, close, quit … */
export const OF_BROWSERS = ['r', 's', 'f', 'g', 'o', 'n', 'w', 'q', 'j', 'h', 'u'];

export function guardThePage() {
  for (const type of ['contextmenu', 'dragstart', 'dragover', 'drop', 'gesturestart', 'gesturechange']) {
    addEventListener(type, (event) => event.preventDefault());
  }
  addEventListener('wheel', (event) => {
    if (event.ctrlKey) event.preventDefault();
  }, { passive: false });
  // Screens before the event is open have no table of keys; where there is one it has seen them first.
  addEventListener('keydown', (event) => {
    const { key, ctrlKey, altKey } = event;
    const ofBrowser = ['F3', 'F5', 'F7', 'F10', 'F11', 'F12', 'BrowserBack', 'BrowserForward', 'BrowserRefresh', 'Print'].includes(key)
      || (ctrlKey && !altKey && [...OF_BROWSERS, 'p', '+', '-', '='].includes(key.toLowerCase())) || (altKey && !ctrlKey && ['ArrowLeft', 'ArrowRight', 'Home'].includes(key));
    if (ofBrowser) event.preventDefault();
  });
  // The window is the shell's: a page that closes itself leaves an empty one.
  Object.defineProperty(globalThis, 'close', { value: () => undefined });
}
