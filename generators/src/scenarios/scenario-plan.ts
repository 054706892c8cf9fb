import { parseInstant } from "@boomgate/contracts";
import { type Config, ConfigError } from "@boomgate/platform/config";
import { NO_NOISE, type Noise, parseNoise } from "../noise/noise.js";
import type { trafficSettings } from "../settings.js";
import { readScenario, SEED_SCENARIO } from "./read-scenario.js";
import type { Scenario } from "./scenario.js";

const WEEK_MS = 7 * 86_400_000;
/** ms since 1970 of a Sunday, 0:00 UTC. */
const A_SUNDAY_MS = 3 * 86_400_000;
/** Of a run without an end that is faster than time: so long it can go on before it has caught up. */
const ROOM_MS = 4 * WEEK_MS;
/** Both generators must see the same visits, also when nobody gave them a seed. */
const DEFAULT_SEED = 1;

/** All that decides what happens: the same plan gives the same visits, reads and faults. */
export interface ScenarioPlan {
  readonly scenario: Scenario;
  readonly noise: Noise;
  /** As it was asked for. */
  readonly noiseText: string;
  readonly seed: number;
  readonly startMs: number;
  readonly timeScale: number;
  readonly plateFormat: string;
}

/**
 * @param lastsSeconds - of the whole run, when that is known
 * @returns `undefined` for the scenario "seed", which has no visits
 * @throws {ConfigError}
 */
export function planOf(
  config: Config<typeof trafficSettings>,
  nowMs: number,
  lastsSeconds?: number,
): ScenarioPlan | undefined {
  const noise = parseNoise(config.NOISE);
  const scenario = readScenario(config.SCENARIO);
  if (scenario === undefined) {
    refuseWithoutVisits(config, noise);
    return undefined;
  }
  const timeScale = config.TIME_SCALE;
  const lastsMs = lastsSeconds === undefined ? undefined : lastsSeconds * 1_000 * timeScale;
  const latestMs = nowMs - (lastsMs ?? (timeScale > 1 ? ROOM_MS : 0));
  return {
    scenario,
    noise,
    noiseText: config.NOISE,
    seed: config.SEED ?? DEFAULT_SEED,
    startMs: startOf(config.SCENARIO_START, nowMs) ?? lastStartOf(scenario, latestMs),
    timeScale,
    plateFormat: config.PLATE_FORMAT,
  };
}

function refuseWithoutVisits(config: Config<typeof trafficSettings>, noise: Noise): void {
  const problems: string[] = [];
  const because = `the scenario ${SEED_SCENARIO} draws random plates, it has no visits`;
  if (noise !== NO_NOISE) problems.push(`NOISE: ${because}`);
  if (config.SCENARIO_START !== undefined) problems.push(`SCENARIO_START: ${because}`);
  if (config.TRUTH_PATH !== undefined) problems.push(`TRUTH_PATH: ${because}`);
  if (problems.length > 0) throw new ConfigError(problems);
}

function startOf(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  const startMs = text === "now" ? nowMs : parseInstant(text);
  if (startMs !== undefined) return startMs;
  throw new ConfigError(['SCENARIO_START: must be "now" or an RFC 3339 date with a zone']);
}

/** The last time the scenario's week began there. So the same seed gives the same run, on any day. */
function lastStartOf({ startsAtMs }: Scenario, latestMs: number): number {
  const sinceMs = A_SUNDAY_MS + startsAtMs;
  return sinceMs + Math.floor((latestMs - sinceMs) / WEEK_MS) * WEEK_MS;
}
