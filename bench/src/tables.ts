import type { Growth } from "./growth/run-growth.js";
import type { LatencyLine } from "./latency/latency-table.js";
import type { Profile } from "./profile/run-profile.js";
import type { ThroughputLine } from "./throughput/throughput-table.js";

/** The results of one run; parts that did not run are absent. */
export interface Tables {
  readonly throughput?: readonly ThroughputLine[];
  readonly latency?: readonly LatencyLine[];
  readonly growth?: readonly Growth[];
  readonly profile?: Profile;
}
