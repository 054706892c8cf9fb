import {
  decodeOutcomes,
  encodeOutcomes,
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
import { OutcomeRefusedError } from "../store/reads/outcome-refused-error.js";
import type { ReadLedger } from "../store/reads/read-ledger.js";
import type { LedgerMetrics } from "../telemetry/ledger-metrics.js";
import type { KeptOutcome } from "./kept-outcome.js";
import { type RefusedOutcomes, saveAllBut } from "./save-all-but.js";

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
/** Between two commits, as nobody waits for one, and each costs as much as a hundred outcomes in it. */
const COMMIT_REST_MS = 100;
/** How long a stopping process still waits for a database that is away. */
const HELD_AT_STOP_MS = 2_000;

/**
 * Takes what became of reads from its queue into the ledger, many messages in one commit. A message is acked after
 * the commit; one that cannot be read is parked, and so is a single outcome that the database refuses.
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
    const commits = new NaturalBatcher<readonly ReadOutcome[], RefusedOutcomes>(
      async (messages) => {
        const outcomes = messages.flat();
        const refused = await saveAllBut(outcomes, (some) =>
          hold.until(() => save(ledger, some.map(kept))),
        );
        metrics.outcomes.inc(outcomes.length - refused.size);
        metrics.commitOutcomes.observe(outcomes.length);
        return messages.map(() => refused);
      },
      {
        maxBatch: OUTCOMES_PER_COMMIT,
        sizeOf: ({ length }) => length,
        // With all messages in hand waiting, no more can gather.
        rest: { pause: () => clock.sleep(COMMIT_REST_MS), enough: PREFETCH },
      },
    );
    const queue = outcomesExchangeOf(names);
    const parkingLot = new ParkingLot(broker, { parkedOf: () => parkedExchangeOf(names) }, clock);
    const handler = chain<"outcomes", void>(async (message) => {
      const { contentType, body, timestampMs } = message.delivery;
      const outcomes = decodeOutcomes(contentType, body);
      const refused = await commits.add(outcomes);
      for (const outcome of outcomes) {
        const error = refused.get(outcome);
        if (error === undefined) continue;
        if (outcomes.length === 1) throw error;
        // The others of the message are stored, so it is acked, and its copy in the parking lot has this one alone.
        await parkingLot.park(message, error, encodeOutcomes([outcome]));
        metrics.parked.inc();
        log.warn({ queue, code: error.code, err: error }, "outcome parked");
      }
      if (timestampMs === undefined) return;
      metrics.lagSeconds.observe(Math.max(0, clock.now() - timestampMs) / 1_000);
    }, refuseForeign);
    const settling = settle<"outcomes">(handler, {
      parkingLot,
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
      { inHand: (_, change) => metrics.inHand.inc(change) },
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

/** Whatever hinders the database from taking outcomes at all is over one day. */
async function save(ledger: Pick<ReadLedger, "save">, outcomes: readonly ReadOutcome[]) {
  try {
    await ledger.save(outcomes);
  } catch (cause) {
    if (cause instanceof OutcomeRefusedError) throw cause;
    throw new DependencyUnavailableError("database", cause);
  }
}
