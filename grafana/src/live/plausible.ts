export type Bounds = readonly [min: number, max: number];

/** Outside of them a value of the unit is a mistake of the query, not a bad day. */
const BOUNDS: Readonly<Record<string, Bounds>> = {
  s: [0, 3_600],
  // How long cars stay, up to the last bucket: a day.
  dthms: [0, 86_400],
  eps: [0, 1e6],
  recps: [0, 1e6],
  reqps: [0, 1e6],
  percentunit: [0, 1],
  short: [0, 1e9],
  bytes: [1, 1e12],
  // A difference.
  "suffix:events": [-1e9, 1e9],
};
/** The largest error of quotients and sums of floating point numbers. */
const TOLERANCE = 1e-9;

export const boundsOf = (unit: string | undefined): Bounds | undefined => BOUNDS[unit ?? ""];

export const isWithin = (value: number, [min, max]: Bounds): boolean =>
  value >= min - TOLERANCE && value <= max + TOLERANCE;
