const HOUR = 3_600;
const number = new Intl.NumberFormat();
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const shortClock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/** @param {number | null | undefined} value */
export const showNumber = (value) =>
  value === null || value === undefined ? "–" : number.format(Math.round(value));

/** @param {number} value of an axis; not rounded */
export const showTick = (value) => number.format(value);

/** @param {number | null} value */
export const showRate = (value) =>
  value === null || value >= 10 ? showNumber(value) : number.format(Math.round(value * 10) / 10);

/** @param {number | undefined | null} seconds */
export function showDuration(seconds) {
  if (seconds === undefined || seconds === null) return "–";
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor((whole % HOUR) / 60);
  if (whole < HOUR) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(whole / HOUR)} h ${minutes} min`;
}

/** @param {number} seconds 30, 900, 7200 */
export function showBound(seconds) {
  if (seconds < 60) return `${seconds} s`;
  return seconds < HOUR ? `${seconds / 60} min` : `${seconds / HOUR} h`;
}

/** @param {number} seconds of processing */
export function showLatency(seconds) {
  const ms = seconds * 1_000;
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

/** @param {string} text */
export function showSince(text) {
  const date = new Date(text);
  return isToday(date)
    ? shortClock.format(date)
    : `${day.format(date)}, ${shortClock.format(date)}`;
}

/** The date only when it is not today's. @param {string | undefined} text */
export function showTime(text) {
  if (text === undefined) return "–";
  const date = new Date(text);
  return isToday(date) ? clock.format(date) : `${day.format(date)} ${shortClock.format(date)}`;
}

const isToday = (/** @type {Date} */ date) => date.toDateString() === new Date().toDateString();

/** @param {Date} date */
export const showClock = (date) => shortClock.format(date);
