import { InvalidArgumentError } from "commander";

/** A part of a load: a ramp from one rate to another, or a constant rate where both are equal. */
export interface LoadStage {
  readonly fromRate: number;
  readonly toRate: number;
  readonly seconds: number;
}

const STAGE = /^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?:(\d+(?:\.\d+)?)(s|m|h)$/;
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };
const HIGHEST_RATE = 100_000;

/** "50:4m,50-500:1m,500:4m": events per second, and for how long; two rates are a ramp. */
export function parseStages(text: string): readonly LoadStage[] {
  const stages = text.split(",").map((part) => parseStage(part));
  if (dueAt(stages, secondsOf(stages)) > 0) return stages;
  throw new InvalidArgumentError("must publish at least one event.");
}

function parseStage(part: string): LoadStage {
  const [, from, to = from, time, unit = ""] = STAGE.exec(part.trim()) ?? [];
  const seconds = Number(time) * (UNIT_SECONDS[unit] ?? Number.NaN);
  const rates = [Number(from), Number(to)];
  if (seconds > 0 && rates.every((rate) => rate >= 0 && rate <= HIGHEST_RATE)) {
    return { fromRate: Number(from), toRate: Number(to), seconds };
  }
  throw new InvalidArgumentError("must be like 50:4m,50-500:30s,500:4m (events/s : time).");
}

export const secondsOf = (stages: readonly LoadStage[]): number =>
  stages.reduce((sum, { seconds }) => sum + seconds, 0);

/** How many events have to be published until then. */
export function dueAt(stages: readonly LoadStage[], second: number): number {
  let due = 0;
  let leftSeconds = second;
  for (const { fromRate, toRate, seconds } of stages) {
    const done = Math.min(leftSeconds, seconds);
    if (done <= 0) break;
    due += fromRate * done + ((toRate - fromRate) * done ** 2) / (2 * seconds);
    leftSeconds -= seconds;
  }
  return Math.floor(due);
}
