import { at, make, setText } from "./dom.js";
import { showLatency, showNumber, showRate } from "./format.js";

/**
 * @typedef {object} Pipeline
 * @property {number} asked
 * @property {number} answered
 * @property {string | null} since
 * @property {{ p50: number, p95: number, p99: number } | null} processing_seconds
 * @property {number | null} events_per_second
 * @property {number} in_hand
 * @property {Readonly<Record<string, number>>} queues
 * @property {number | null} inside
 * @property {number} unmatched
 * @property {readonly string[]} held
 *
 * @typedef {{ watched: boolean, pipeline: Pipeline | null }} Answer
 */

/**
 * Shows the figures of the backends; missing numbers are shown as missing.
 * @param {Answer} answer
 */
export function drawPipeline({ watched, pipeline }) {
  const isKnown = pipeline !== null && pipeline.answered > 0;
  setText("inside", isKnown ? showNumber(pipeline.inside) : "–");
  setText(
    "inside-note",
    isKnown ? insideNote(pipeline) : watched ? absence(true) : "not counted here",
  );
  const state = at("pipeline-state", HTMLElement);
  const troubles = isKnown ? troublesOf(pipeline) : [absence(watched)];
  state.hidden = troubles.length === 0;
  state.classList.toggle("trouble", watched);
  setText("pipeline-state", troubles.join(" "));
  const figures = at("pipeline-figures", HTMLElement);
  figures.replaceChildren(...(isKnown ? figuresOf(pipeline).map(figure) : []));
}

/** @param {boolean} watched */
const absence = (watched) =>
  watched ? "The backends do not answer." : "Not available: BACKEND_METRICS_URL is not set.";

/** @param {Pipeline} pipeline */
const insideNote = ({ inside }) =>
  inside === null ? "not counted yet" : "came and have not left; missed exits fade out";

/** @param {Pipeline} pipeline */
function troublesOf({ asked, answered, held, queues }) {
  const parked = waitingIn(queues, isParked);
  return [
    ...(answered < asked ? [`${answered} of ${asked} backends answer.`] : []),
    ...(held.length > 0 ? [`Events wait for: ${held.join(", ")}.`] : []),
    ...(parked ? [`${showNumber(parked)} messages are parked.`] : []),
  ];
}

/** @param {Pipeline} pipeline @returns {[label: string, value: string][]} */
function figuresOf({ processing_seconds: seconds, queues, ...pipeline }) {
  return [
    ["Latency p50", seconds ? showLatency(seconds.p50) : "–"],
    ["p95", seconds ? showLatency(seconds.p95) : "–"],
    ["p99", seconds ? showLatency(seconds.p99) : "–"],
    ["Backlog", showNumber(waitingIn(queues, (queue) => !isParked(queue)))],
    ["In hand", showNumber(pipeline.in_hand)],
    ["Events/s", showRate(pipeline.events_per_second)],
    ["Unmatched", showNumber(pipeline.unmatched)],
    ["Backends", showNumber(pipeline.answered)],
  ];
}

const isParked = (/** @type {string} */ queue) => queue.endsWith(".parked");

/**
 * @param {Readonly<Record<string, number>>} queues
 * @param {(queue: string) => boolean} isWanted
 * @returns {number | null} `null` when the broker reported none of these queues
 */
function waitingIn(queues, isWanted) {
  const wanted = Object.entries(queues).filter(([queue]) => isWanted(queue));
  return wanted.length === 0 ? null : wanted.reduce((sum, [, messages]) => sum + messages, 0);
}

/** @param {[label: string, value: string]} figure */
const figure = ([label, value]) =>
  make("div", {}, make("dt", { textContent: label }), make("dd", { textContent: value }));
