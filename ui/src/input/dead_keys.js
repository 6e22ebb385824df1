// An accent key that is pressed where no text field has the focus: no input method waits for its letter there, and the accent
// would be lost.

/** What the accent keys of Danish, German and Swedish keyboards are, without and with Shift. American ones have none. @type {Record<string, [string, string]>} */
const ACCENTS = { Equal: ['´', '`'], BracketRight: ['¨', '^'], Backquote: ['^', '^'] };
/** The same as they lie on a letter. @type {Record<string, string>} */
const ON_LETTERS = { '´': '\u0301', '`': '\u0300', '¨': '\u0308', '^': '\u0302', '~': '\u0303' };

/** The accent of a key that types nothing by itself; empty: none is known. @param {KeyboardEvent} event */
export function accentOf(event) {
  const accents = ACCENTS[event.code];
  if (!accents) return '';
  // AltGr and the key of ¨ are ~.
  if (event.code === 'BracketRight' && event.getModifierState('AltGraph')) return '~';
  return accents[event.shiftKey ? 1 : 0];
}

/** What an input method makes of an accent and the letter behind it. @param {string} accent @param {string} letter */
export function accented(accent, letter) {
  if (letter === ' ') return accent;
  const one = (letter + ON_LETTERS[accent]).normalize('NFC');
  return [...one].length === 1 ? one : accent + letter;
}
