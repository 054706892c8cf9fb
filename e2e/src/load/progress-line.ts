import type { LoadSample } from "./sample.js";

/** What one second of a load looked like, on one line. */
export const progressLine = (sample: LoadSample): string =>
  [
    `${Math.floor(sample.second)} s`,
    `planned ${sample.wanted.toFixed(0)}/s`,
    `confirmed ${sample.confirmedPerSecond.toFixed(0)}/s`,
    `stays ${sample.staysPerSecond.toFixed(0)}/s`,
    `published ${sample.published}`,
    `repeated ${sample.nacked}`,
    ...(sample.isBlocked ? ["blocked"] : []),
    `backlog ${sample.backlog}`,
    `p50 ${ms(sample.p50)}`,
    `p95 ${ms(sample.p95)}`,
    `p99 ${ms(sample.p99)}`,
    `machine ${sample.cores.machine.toFixed(1)} cores`,
  ].join("  ");

const ms = (seconds: number | undefined): string =>
  seconds === undefined ? "-" : `${(seconds * 1_000).toFixed(1)} ms`;
