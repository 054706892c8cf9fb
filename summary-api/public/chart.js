import { headOf, lastKnown, rowAt, sentenceAt, showSecond } from "./chart-words.js";
import { make } from "./dom.js";
import { showTick } from "./format.js";
import { colourOf, onThemeChange } from "./theme.js";

/** @typedef {import("uplot")} Plot */
/** @type {typeof import("uplot")} */
const UPlot = Reflect.get(globalThis, "uPlot");

/**
 * @typedef {object} Line
 * @property {string} label
 * @property {string} unit stands after a number: "inside"
 * @property {string} colour name of a custom property
 * @property {"line" | "area" | "bars"} shape
 */

const HEIGHT = 220;
const BIG_STEP = 12;

/**
 * A chart over time, which can be read point by point with the arrow keys, and as a table.
 * @param {HTMLElement} section with its heading
 * @param {readonly Line[]} lines
 * @returns {(times: readonly number[], values: readonly (readonly (number | null)[])[]) => void}
 *   draws; times in seconds since 1970
 */
export function createChart(section, lines) {
  const title = section.querySelector("h2")?.textContent ?? "";
  const readout = make("p", { className: "readout" });
  const legend = make("p", { className: "legend" }, ...lines.map(keyOf));
  const holder = make("div", { className: "plot", tabIndex: 0, role: "slider", ariaLabel: title });
  const rows = make("tbody");
  const details = make(
    "details",
    {},
    make("summary", { textContent: "As a table" }),
    make(
      "div",
      { className: "scroll", tabIndex: 0, role: "region", ariaLabel: `${title}, as a table` },
      make("table", {}, headOf(lines), rows),
    ),
  );
  section.append(legend, holder, readout, details);

  /** @type {import("./chart-words.js").Data} */
  let data = [[], ...lines.map(() => [])];
  /** The point chosen with the arrow keys; without one, the newest is shown. @type {number | undefined} */
  let walkedTo;
  const plot = new UPlot(
    optionsOf(lines, (index) => showPoint(index ?? walkedTo)),
    data,
    holder,
  );

  /** @param {number | undefined} asked */
  function showPoint(asked) {
    const index = asked ?? lastKnown(data);
    const text = sentenceAt(data, lines, index);
    readout.textContent = text;
    holder.ariaValueMin = "0";
    holder.ariaValueMax = String(Math.max(0, data[0].length - 1));
    holder.ariaValueNow = String(index);
    holder.ariaValueText = text;
  }

  /** @param {number | undefined} index */
  function walk(index) {
    walkedTo = index === undefined ? undefined : clamp(index, data[0].length - 1);
    const time = walkedTo === undefined ? undefined : data[0][walkedTo];
    const left = time === undefined ? -10 : plot.valToPos(time, "x");
    plot.setCursor({ left, top: 0 }, false);
    showPoint(walkedTo);
  }
  holder.addEventListener("keydown", (event) => {
    const here = walkedTo ?? lastKnown(data);
    const to = targetOf(event.key, here, data[0].length - 1);
    if (to === undefined) return;
    event.preventDefault();
    walk(to === here && event.key === "Escape" ? undefined : to);
  });
  holder.addEventListener("blur", () => walk(undefined));
  new ResizeObserver(() => {
    plot.setSize({ width: holder.clientWidth, height: heightOf(holder) });
  }).observe(holder);
  onThemeChange(() => plot.redraw());
  details.addEventListener("toggle", () => fillTable());

  function fillTable() {
    if (!details.open) return;
    const newestFirst = data[0].map((_, index) => data[0].length - 1 - index);
    rows.replaceChildren(...newestFirst.map((index) => rowAt(data, index)));
  }

  return (times, values) => {
    data = [[...times], ...values.map((each) => [...each])];
    plot.setData(data);
    if (walkedTo === undefined) showPoint(undefined);
    else walk(walkedTo);
    fillTable();
  };
}

/** @param {HTMLElement} holder */
const heightOf = (holder) => Math.max(120, holder.clientHeight || HEIGHT);

/**
 * @param {readonly Line[]} lines
 * @param {(index: number | undefined) => void} onPoint
 * @returns {import("uplot").Options}
 */
function optionsOf(lines, onPoint) {
  const axis = {
    stroke: () => colourOf("--soft"),
    grid: { stroke: () => colourOf("--line"), width: 1 },
    ticks: { show: false },
    font: "13px system-ui, sans-serif",
  };
  return {
    width: 400,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(4, max * 1.1)] } },
    axes: [
      { ...axis, space: 70, size: 30, values: (_plot, splits) => splits.map(showSecond) },
      { ...axis, size: 52, values: (_plot, splits) => splits.map(showTick) },
    ],
    series: [{}, ...lines.map(seriesOf)],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)] },
  };
}

/** @param {Line} line @returns {import("uplot").Series} */
function seriesOf({ colour, shape }) {
  const bars = UPlot.paths.bars?.({ size: [0.9, 40], align: 0 });
  return {
    stroke: () => colourOf(colour),
    width: shape === "line" ? 3 : 1,
    // A line of a single point would be invisible.
    points: shape === "line" ? { show: true, size: 7, filter: lonely } : { show: false },
    ...(shape === "line" ? {} : { fill: () => colourOf(`${colour}-fill`) }),
    ...(shape === "bars" && bars ? { paths: bars } : {}),
  };
}

/** Points between two gaps, which a line does not show. @param {Plot} plot @param {number} line */
function lonely({ data }, line) {
  const values = data[line] ?? [];
  const isGap = (/** @type {number} */ index) => (values[index] ?? null) === null;
  return [...values.keys()].filter(
    (index) => !isGap(index) && isGap(index - 1) && isGap(index + 1),
  );
}

/** @param {Line} line */
function keyOf({ label, colour, shape }) {
  const swatch = make("span", { className: `swatch ${shape}`, ariaHidden: "true" });
  swatch.style.setProperty("--colour", `var(${colour})`);
  return make("span", { className: "key" }, swatch, label);
}

/** @param {string} key @param {number} here @param {number} last */
function targetOf(key, here, last) {
  /** @type {Readonly<Record<string, number>>} */
  const targets = {
    ArrowLeft: here - 1,
    ArrowDown: here - 1,
    ArrowRight: here + 1,
    ArrowUp: here + 1,
    PageDown: here - BIG_STEP,
    PageUp: here + BIG_STEP,
    Home: 0,
    End: last,
    Escape: here,
  };
  return targets[key];
}

/** @param {number} index @param {number} last */
const clamp = (index, last) => Math.min(Math.max(0, index), Math.max(0, last));
