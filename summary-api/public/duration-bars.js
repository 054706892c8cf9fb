import { make } from "./dom.js";
import { showBound, showNumber } from "./format.js";

/** @typedef {{ below_seconds: number | null, stays: number }} Bar */

/**
 * @param {HTMLElement} body of a table, so that a screen reader reads the numbers
 * @param {readonly Bar[]} bars
 */
export function drawDurations(body, bars) {
  const most = Math.max(1, ...bars.map(({ stays }) => stays));
  body.replaceChildren(
    ...bars.map(({ stays }, index) => {
      const fill = make("span", { className: "fill" });
      fill.hidden = stays === 0;
      fill.style.inlineSize = `${(100 * stays) / most}%`;
      return make(
        "tr",
        {},
        make("th", { scope: "row", textContent: labelAt(bars, index) }),
        make("td", { className: "track", ariaHidden: "true" }, fill),
        make("td", { className: "number", textContent: showNumber(stays) }),
      );
    }),
  );
}

/** @param {readonly Bar[]} bars @param {number} index */
function labelAt(bars, index) {
  const from = bars[index - 1]?.below_seconds ?? 0;
  const to = bars[index]?.below_seconds ?? null;
  if (to === null) return `over ${showBound(from)}`;
  return from === 0 ? `under ${showBound(to)}` : `${showBound(from)} – ${showBound(to)}`;
}
