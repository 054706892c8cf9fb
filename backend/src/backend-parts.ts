import type { QueueNames } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import type { Running } from "@boomgate/platform/lifecycle";
import type { MessageBroker } from "@boomgate/platform/messaging";
import type { Logger, Registry } from "@boomgate/platform/telemetry";
import type { Tracer } from "@boomgate/platform/tracing";
import type { IPolicy } from "cockatiel";
import type { ReadCounts } from "./domain/read-counts.js";
import type { PlateHistoryStore } from "./ports/plate-history-store.js";
import type { SummarySink } from "./ports/summary-sink.js";

/** What has to be opened before the backend starts, and what the embedded mode and tests replace. */
export interface BackendParts {
  readonly broker: MessageBroker;
  readonly store: PlateHistoryStore;
  /** Default: the sink at SUMMARY_URL. */
  readonly sink?: SummarySink;
  /** Reads SUMMARY_TOKEN again, which may come from a file that was replaced. */
  readonly readToken?: () => string | undefined;
  /** Default: a circuit breaker, which measures real time. */
  readonly createPolicy?: () => IPolicy;
  readonly names: QueueNames;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly log: Logger;
  /** Default: a tracer that exports nothing. */
  readonly tracer?: Tracer;
}

export interface RunningBackend extends Running {
  /** Consuming both queues, able to publish, and no dependency is waited for. */
  readonly isReady: {
    readonly consuming: boolean;
    readonly broker: boolean;
    readonly store: boolean;
    readonly sink: boolean;
    readonly ledger: boolean;
  };
  /** Events in hand; a message that nobody has read yet counts as one. */
  readonly inHandCount: number;
  /** Messages in hand that nobody has read yet. */
  readonly unreadCount: number;
  /** Asks the store whether its epoch is still the same; resolves once it is, and the store counts as away until then. */
  checkStore(): Promise<void>;
  /** Reads that this process added to histories, by their fate so far. */
  readCounts(): Promise<ReadCounts>;
  /** Events so far of which the camera read no plate. */
  noPlate(): Promise<number>;
}
