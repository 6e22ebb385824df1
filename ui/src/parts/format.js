// Times, dates and numbers as the house writes them: in the event's time zone, in the language of the screen.

import { say, spoken } from '../i18n/say.js';

let timeZone = 'UTC';

/** @param {string} zone an IANA name, such as `Europe/Copenhagen` */
export function useTimeZone(zone) {
  timeZone = zone;
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {Intl.DateTimeFormatOptions} options
 * @returns {Intl.DateTimeFormat}
 */
function format(options) {
  const locale = spoken() === 'da' ? 'da-DK' : 'en-GB';
  const key = locale + timeZone + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formats.set(key, known);
  return known;
}

/** `09.03` in Danish, `09:03` in English. @param {string | number | Date} at */
export function time(at) {
  return format({ hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

/** `man. 18. sept.` or `Mon 18 Sept`. @param {string | number | Date} at */
export function shortDay(at) {
  const text = format({ weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(at));
  // Versions of the locale data differ in the comma and in how September is cut; the house writes it so.
  return text.replace(',', '').replace(/\bsep\b/i, (month) => `${month}t`);
}

/** `18. september` or `18 September`. @param {string | number | Date} at */
export function day(at) {
  return format({ day: 'numeric', month: 'long' }).format(new Date(at));
}

/** Whether two instants lie on one day of the house. @param {string | number | Date} a @param {string | number | Date} b */
export function sameDay(a, b) {
  const date = format({ year: 'numeric', month: '2-digit', day: '2-digit' });
  return date.format(new Date(a)) === date.format(new Date(b));
}

/** The time, with the day before it if that is not today. @param {string} at @param {number} now */
export function when(at, now) {
  return sameDay(at, now) ? say('time.today', { time: time(at) }) : say('time.day', { date: day(at), time: time(at) });
}

/** `1.250` or `1,250`. @param {number} n */
export function number(n) {
  return new Intl.NumberFormat(spoken() === 'da' ? 'da-DK' : 'en-GB').format(n);
}

/** With one digit behind the comma: `2,9` or `2.9`. @param {number} n */
export function decimal(n) {
  return new Intl.NumberFormat(spoken() === 'da' ? 'da-DK' : 'en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(n);
}

/** A size as `41 GB` or `3,2 MB`, in thousands as disks are sold. @param {number} bytes */
export function size(bytes) {
  const units = ['kB', 'MB', 'GB', 'TB'];
  let n = bytes / 1000;
  let unit = 0;
  while (n >= 999.5 && unit < units.length - 1) {
    n /= 1000;
    unit += 1;
  }
  return `${n < 10 ? decimal(n) : number(Math.round(n))}\u00a0${units[unit]}`;
}
