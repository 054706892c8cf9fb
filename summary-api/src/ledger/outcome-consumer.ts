import {
  decodeOutcomes,
  outcomesExchangeOf,
  parkedExchangeOf,
  type QueueNames,
  type ReadOutcome,
  returnExchangeOf,
} from "@boomgate/contracts";
import { chain, ParkingLot, Pipeline, refuseForeign, Retries, settle } from "@boomgate/pipeline";
import { NaturalBatcher } from "@boomgate/pipeline/batching";
import { Hold } from "@boomgate/pipeline/hold";
import type { Clock } from "@boomgate/platform/clock";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { MessageBroker } from "@boomgate/platform/messaging";
import type { Running } from "@boomgate/platform/lifecycle";
import type { Logger } from "@boomgate/platform/telemetry";
import { Tracer } from "@boomgate/platform/tracing";
import { noop } from "cockatiel";
import type { ReadLedger } from "../store/reads/read-ledger.js";
import type { LedgerMetrics } from "../telemetry/ledger-metrics.js";
import type { KeptOutcome } from "./kept-outcome.js";

export interface OutcomeConsumerParts {
  readonly broker: MessageBroker;
  readonly names: QueueNames;
  readonly ledger: Pick<ReadLedger, "save">;
  /** The form in which an outcome is stored. */
  readonly kept: KeptOutcome;
  readonly metrics: LedgerMetrics;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Messages in hand at most; each holds up to 500 outcomes. */
const PREFETCH = 200;
const OUTCOMES_PER_COMMIT = 4_000;
/** How long a stopping process still waits for a database that is away. */
const HELD_AT_STOP_MS = 2_000;

/**
 * Takes what became of reads from its queue into the ledger, many messages in one commit. A message is acked after
 * the commit; one that cannot be read is parked.
 */
export class OutcomeConsumer implements Running {
  private readonly pipeline: Pipeline<"outcomes">;
  private readonly hold: Hold;

  constructor({ broker, names, ledger, kept, metrics, clock, log }: OutcomeConsumerParts) {
    const hold = new Hold(
      "database",
      clock,
      {
        held(dependency, isHeld, cause) {
          if (isHeld)
            log.warn({ dependency, err: cause }, "database is away, outcomes wait for it");
          else log.info({ dependency }, "database is back, outcomes are stored");
        },
      },
      noop,
    );
    this.hold = hold;
    const commits = new NaturalBatcher<readonly ReadOutcome[], void>(
      async (messages) => {
        const outcomes = messages.flat().map(kept);
        await hold.until(() => save(ledger, outcomes));
        metrics.outcomes.inc(outcomes.length);
        metrics.commitOutcomes.observe(outcomes.length);
        return messages.map(() => undefined);
      },
      { maxBatch: OUTCOMES_PER_COMMIT, sizeOf: ({ length }) => length },
    );
    const queue = outcomesExchangeOf(names);
    const handler = chain<"outcomes", void>(async ({ delivery }) => {
      await commits.add(decodeOutcomes(delivery.body));
      const { timestampMs } = delivery;
      if (timestampMs === undefined) return;
      metrics.lagSeconds.observe(Math.max(0, clock.now() - timestampMs) / 1_000);
    }, refuseForeign);
    const settling = settle<"outcomes">(handler, {
      parkingLot: new ParkingLot(broker, { parkedOf: () => parkedExchangeOf(names) }, clock),
      retries: new Retries(broker, []),
      observer: {
        settled: (_, settlement) => {
          if (settlement === "parked") metrics.parked.inc();
        },
      },
      clock,
      log,
    });
    this.pipeline = new Pipeline<"outcomes">(
      broker,
      {
        sources: { outcomes: { queue, exchange: queue } },
        returnExchange: returnExchangeOf(names),
        prefetch: PREFETCH,
      },
      settling,
      { inHand: () => undefined },
      new Tracer({ service: "summary-api" }),
    );
  }

  start(): Promise<void> {
    return this.pipeline.start();
  }

  get isConsuming(): boolean {
    return this.pipeline.isConsuming && !this.hold.isHeld;
  }

  /** What is in hand is stored, or given back where the database is away. */
  async stop(): Promise<void> {
    const giveUp = setTimeout(() => this.hold.stop(), HELD_AT_STOP_MS);
    await this.pipeline.stop().finally(() => clearTimeout(giveUp));
  }
}

/** Outcomes that were read are right, so whatever hinders the database is over one day. */
async function save(ledger: Pick<ReadLedger, "save">, outcomes: readonly ReadOutcome[]) {
  try {
    await ledger.save(outcomes);
  } catch (cause) {
    throw new DependencyUnavailableError("database", cause);
  }
}
