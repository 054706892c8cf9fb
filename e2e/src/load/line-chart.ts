/** Points of one line; a gap where there is no value. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [second: number, value: number | undefined])[];
}

export interface Band {
  readonly fromSecond: number;
  readonly toSecond: number;
}

const WIDTH = 860;
const HEIGHT = 220;
const LEFT = 70;
const RIGHT = 24;
const BOTTOM = 26;
const TOP = 12;
const COLOURS = ["#8c959f", "#0969da", "#1a7f37", "#cf222e", "#9a6700"];

/** Lines over the seconds of a run, with scales and a legend, as SVG. */
export function lineChart(lines: readonly Line[], band: Band | undefined): string {
  const all = lines.flatMap(({ points }) => points);
  const lastSecond = Math.max(1, ...all.map(([second]) => second));
  const highest = niceAbove(Math.max(0, ...all.map(([, value]) => value ?? 0)));
  const x = (second: number) => LEFT + (second / lastSecond) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => TOP + (1 - value / highest) * (HEIGHT - TOP - BOTTOM);
  const parts = [
    ...(band ? [rectangle(x(band.fromSecond), x(band.toSecond))] : []),
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(share * highest)}" y2="${y(share * highest)}" class="grid"/>`,
      `<text x="${LEFT - 8}" y="${y(share * highest) + 4}" text-anchor="end">${short(share * highest)}</text>`,
    ]),
    ...[0, 0.25, 0.5, 0.75, 1].map(
      (share) =>
        `<text x="${x(share * lastSecond)}" y="${HEIGHT - 8}" text-anchor="middle">${Math.round(share * lastSecond)} s</text>`,
    ),
    ...lines.map((line, index) => path(line, COLOURS[index % COLOURS.length] ?? "", x, y)),
  ];
  const svg = `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">${parts.join("")}</svg>`;
  const legend = lines
    .map(({ name }, index) => {
      const colour = COLOURS[index % COLOURS.length] ?? "";
      return `<span><i style="background:${colour}"></i>${name}</span>`;
    })
    .join("");
  return `${svg}<p class="legend">${legend}</p>`;
}

const rectangle = (from: number, to: number) =>
  `<rect x="${from.toFixed(1)}" width="${(to - from).toFixed(1)}" y="${TOP}" height="${HEIGHT - TOP - BOTTOM}" class="band"/>`;

function path(
  { points }: Line,
  colour: string,
  x: (second: number) => number,
  y: (value: number) => number,
): string {
  let isDrawing = false;
  const steps = points.map(([second, value]) => {
    const step =
      value === undefined
        ? ""
        : `${isDrawing ? "L" : "M"}${x(second).toFixed(1)} ${y(value).toFixed(1)}`;
    isDrawing = value !== undefined;
    return step;
  });
  return `<path d="${steps.join("")}" fill="none" stroke="${colour}" stroke-width="1.8"/>`;
}

/** 1, 2 or 5 times a power of ten. */
function niceAbove(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
}

const short = (value: number): string =>
  value >= 10_000 ? `${(value / 1_000).toFixed(0)}k` : String(Number(value.toPrecision(3)));
