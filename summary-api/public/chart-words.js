import { make } from "./dom.js";
import { showClock, showRate } from "./format.js";

/** @typedef {import("./chart.js").Line} Line */
/** Times in seconds since 1970, then the values of each line. @typedef {[number[], ...(number | null)[][]]} Data */

/** @param {number} seconds */
export const showSecond = (seconds) => showClock(new Date(seconds * 1_000));

/** @param {readonly Line[]} lines */
export const headOf = (lines) =>
  make(
    "thead",
    {},
    make(
      "tr",
      {},
      ...["Time", ...lines.map(({ label }) => label)].map((text) =>
        make("th", { scope: "col", textContent: text }),
      ),
    ),
  );

/** @param {Data} data @param {number} index */
export const rowAt = ([times, ...values], index) =>
  make(
    "tr",
    {},
    make("th", { scope: "row", textContent: showSecond(times[index] ?? 0) }),
    ...values.map((each) => make("td", { textContent: showRate(each[index] ?? null) })),
  );

/**
 * @param {Data} data
 * @param {readonly Line[]} lines
 * @param {number} index
 */
export function sentenceAt([times, ...values], lines, index) {
  const time = times[index];
  if (time === undefined) return "";
  const texts = lines.flatMap(({ unit }, line) => {
    const value = values[line]?.[index];
    return value === null || value === undefined ? [] : [`${showRate(value)} ${unit}`];
  });
  return `${showSecond(time)}: ${texts.join(", ") || "no value"}`;
}

/** The newest index with a value. @param {Data} data */
export function lastKnown([times, ...values]) {
  const isKnown = (/** @type {number} */ index) =>
    values.some((each) => each[index] !== null && each[index] !== undefined);
  return Math.max(
    0,
    times.findLastIndex((_, index) => isKnown(index)),
  );
}
