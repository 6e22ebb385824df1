// What an event needs before its list can come.

/** The day, as a field for dates has it, by the computer's own clock. @param {Date} now */
export function today(now) {
  const two = /** @param {number} n */ (n) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Whether an event can be made of it. @param {{ title: string, starts: string, ends: string }} event */
export function isEvent({ title, starts, ends }) {
  const day = /^\d{4}-\d{2}-\d{2}$/;
  return title.trim() !== '' && day.test(starts) && day.test(ends) && starts <= ends;
}
