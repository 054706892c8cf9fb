import { createChart } from "./chart.js";
import { at, setText } from "./dom.js";
import { drawDurations } from "./duration-bars.js";
import { showDuration, showNumber, showSince } from "./format.js";

const DAY_MS = 86_400_000;

/**
 * @typedef {object} Overview
 * @property {string} from
 * @property {string} to
 * @property {number} step_seconds
 * @property {readonly number[]} exited
 * @property {readonly number[]} inside
 * @property {readonly (number | null)[]} counted
 * @property {readonly import("./duration-bars.js").Bar[]} durations
 * @property {number} closed
 * @property {number} void
 * @property {number} corrected
 * @property {number | null} mean_seconds
 * @property {readonly string[]} lots
 */

/** @returns {(overview: Overview) => void} */
export function createOverviewPanel() {
  const occupancy = createChart(at("occupancy", HTMLElement), [
    { label: "inside, counted live", unit: "inside", colour: "--counted", shape: "line" },
    { label: "of these, left since", unit: "have left since", colour: "--left", shape: "area" },
  ]);
  const pace = createChart(at("pace", HTMLElement), [
    { label: "stays per minute", unit: "stays per minute", colour: "--pace", shape: "bars" },
  ]);
  return (overview) => {
    const { closed, corrected, durations, mean_seconds: mean } = overview;
    const steps = stepsOf(overview);
    showPast(Date.parse(overview.to));
    occupancy(
      steps.map(({ end }) => end),
      [overview.counted, overview.inside],
    );
    pace(
      steps.map(({ start, end }) => (start + end) / 2),
      [steps.map(({ start, end }, step) => perMinute(overview.exited[step] ?? 0, end - start))],
    );
    setText("closed", showNumber(closed));
    setText("corrected", showNumber(corrected));
    setText("void", `${showNumber(overview.void)} void`);
    setText("mean", mean === null ? "none yet" : `${showDuration(mean)} on average`);
    drawDurations(at("bars", HTMLElement), durations);
  };
}

/** Shows a note above figures of a past day, so that they are not taken for those of today. @param {number} toMs */
function showPast(toMs) {
  const isPast = toMs < Date.now() - DAY_MS;
  at("past", HTMLElement).hidden = !isPast;
  if (!isPast) return;
  const until = showSince(new Date(toMs).toISOString());
  setText(
    "past",
    `No stay ended within the last day. Charts and counts end with the newest stay: ${until}.`,
  );
}

/** Steps in seconds since 1970; the current one ends now. @param {Overview} overview */
function stepsOf({ from, exited, step_seconds: length }) {
  const first = Date.parse(from) / 1_000;
  const now = Date.now() / 1_000;
  return exited.map((_, step) => {
    const start = first + step * length;
    return { start, end: Math.max(start, Math.min(start + length, now)) };
  });
}

/** Null for a step that has only just begun. @param {number} stays @param {number} seconds */
const perMinute = (stays, seconds) => (seconds < 30 ? null : (stays * 60) / seconds);
