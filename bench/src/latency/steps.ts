import { readSamples, sumOf } from "@boomgate/e2e";
import type { Sample } from "@boomgate/platform/telemetry";

/** The calls that an exit waits for, in this order. */
export const STEPS = ["load", "save", "POST", "commit"] as const;
type Step = (typeof STEPS)[number];

/** Calls, each of which may serve many events. */
export interface Timed {
  readonly seconds: number;
  readonly calls: number;
}
export type Steps = Readonly<Record<Step, Timed>>;

const METRICS: Readonly<Record<Step, readonly [name: string, labels: Sample["labels"]]>> = {
  load: ["parking_store_call_seconds", { call: "load" }],
  save: ["parking_store_call_seconds", { call: "save" }],
  POST: ["parking_summary_post_seconds", {}],
  commit: ["parking_sink_commit_seconds", {}],
};

/** The metrics of backends and sink so far. */
export async function readSteps(metricsUrls: readonly string[]): Promise<Steps> {
  const samples = (await Promise.all(metricsUrls.map(readSamples))).flat();
  return mapSteps((step) => {
    const [name, labels] = METRICS[step];
    return {
      seconds: sumOf(samples, `${name}_sum`, labels),
      calls: sumOf(samples, `${name}_count`, labels),
    };
  });
}

export const stepsBetween = (before: Steps, after: Steps): Steps =>
  mapSteps((step) => ({
    seconds: after[step].seconds - before[step].seconds,
    calls: after[step].calls - before[step].calls,
  }));

const mapSteps = (valueOf: (step: Step) => Timed): Steps =>
  Object.fromEntries(STEPS.map((step) => [step, valueOf(step)])) as Steps;
