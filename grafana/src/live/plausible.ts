/** Bounds outside of which a value of the unit is a mistake of the query, not a bad day. */
const BOUNDS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  s: [0, 3_600],
  eps: [0, 1e6],
  recps: [0, 1e6],
  reqps: [0, 1e6],
  // Also what is left of a budget, which may be overdrawn a thousandfold.
  percentunit: [-1_000, 64],
  short: [0, 1e9],
  bytes: [1, 1e12],
  // A difference.
  "suffix:events": [-1e9, 1e9],
};

/** @returns what is wrong with the value, undefined when nothing is */
export function implausible(value: number, unit: string): string | undefined {
  if (!Number.isFinite(value)) return `${value} is not a number to draw`;
  const [min, max] = BOUNDS[unit] ?? [Infinity, -Infinity];
  return value < min || value > max ? `${value} is not plausible for the unit ${unit}` : undefined;
}
