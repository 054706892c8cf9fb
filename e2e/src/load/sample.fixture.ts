import type { LoadSample } from "./sample.js";

type Changes = Omit<Partial<LoadSample>, "cores"> & {
  readonly cores?: Partial<LoadSample["cores"]>;
};

/** A second of a load of 1,000 events per second without a backlog. */
export const aSample = ({ cores, ...changes }: Changes = {}): LoadSample => ({
  second: 1,
  wanted: 1_000,
  confirmedPerSecond: 1_000,
  staysPerSecond: 500,
  published: 1_000,
  confirmed: 1_000,
  nacked: 0,
  isBlocked: false,
  backlog: 0,
  stays: 500,
  p50: 0.005,
  p95: 0.01,
  p99: 0.02,
  ...changes,
  cores: {
    load: 0.2,
    backends: 0.4,
    "busiest backend": 0.3,
    "summary API": 0.2,
    machine: 1.5,
    ...cores,
  },
});
