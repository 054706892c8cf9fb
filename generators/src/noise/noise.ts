import { ConfigError } from "@boomgate/platform/config";

/** How often each fault happens. docs/traffic.md has the sources of the realistic rates. */
export interface Noise {
  /** Share of cars that an entry camera does not see. */
  readonly missedEntry: number;
  readonly missedExit: number;
  /** Share of reads with a wrong character. */
  readonly misread: number;
  /** Share of cars that are read again within seconds. */
  readonly reread: number;
  /** Share of events that are published twice. */
  readonly copy: number;
  /** Probability for each hour that a gate loses its network: its events come minutes late. */
  readonly outage: number;
  /** Longest time from a read to its publish without an outage, in seconds. */
  readonly delaySeconds: number;
  /** Deviation of the gates' clocks at the start, in seconds. */
  readonly clockSeconds: number;
  /** Deviation of the rate of the clocks, in parts per million. */
  readonly driftPpm: number;
  /** Probability for each hour that a camera reads nothing. */
  readonly silent: number;
  /** Share of reads whose message is no valid event. */
  readonly malformed: number;
}

export const NO_NOISE: Noise = {
  missedEntry: 0,
  missedExit: 0,
  misread: 0,
  reread: 0,
  copy: 0,
  outage: 0,
  delaySeconds: 0,
  clockSeconds: 0,
  driftPpm: 0,
  silent: 0,
  malformed: 0,
};

export const REALISTIC_NOISE: Noise = {
  missedEntry: 0.02,
  missedExit: 0.02,
  misread: 0.02,
  reread: 0.05,
  copy: 0.01,
  outage: 0.02,
  delaySeconds: 2,
  clockSeconds: 1,
  driftPpm: 20,
  silent: 0.005,
  malformed: 0.002,
};

const PRESETS: Readonly<Record<string, Noise>> = { none: NO_NOISE, realistic: REALISTIC_NOISE };
const MOST: Partial<Record<keyof Noise, number>> = {
  delaySeconds: 3_600,
  clockSeconds: 3_600,
  driftPpm: 10_000,
};

/** "missed-entry" for `missedEntry`: the name of a rate on the command line. */
export const optionOf = (rate: string) =>
  rate.replaceAll(/[A-Z]/g, (upper) => `-${upper.toLowerCase()}`);
const RATES = Object.keys(NO_NOISE) as (keyof Noise)[];

/**
 * @param text - "none", "realistic", and rates that differ: "realistic,misread=0,missed-exit=0.1"
 * @throws {ConfigError}
 */
export function parseNoise(text: string): Noise {
  let noise = NO_NOISE;
  for (const part of text.split(",").map((one) => one.trim())) {
    const preset = Object.hasOwn(PRESETS, part) ? PRESETS[part] : undefined;
    noise = preset ?? { ...noise, ...rateOf(part) };
  }
  return noise;
}

function rateOf(part: string): Partial<Noise> {
  const [name, text = ""] = part.split("=");
  const rate = RATES.find((one) => optionOf(one) === name);
  if (rate === undefined) {
    const known = [...Object.keys(PRESETS), ...RATES.map((one) => `${optionOf(one)}=…`)].join(", ");
    throw new ConfigError([`NOISE: must be a list of ${known}`]);
  }
  const most = MOST[rate] ?? 1;
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= most) return { [rate]: value };
  throw new ConfigError([`NOISE: ${name} must be a number from 0 to ${most}`]);
}
