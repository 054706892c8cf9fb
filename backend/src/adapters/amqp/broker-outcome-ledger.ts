import {
  encodeOutcomes,
  MAX_OUTCOMES,
  OUTCOMES_CONTENT_TYPE,
  outcomesExchangeOf,
  type QueueNames,
  type ReadOutcome,
} from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { chunksOf } from "@boomgate/platform/lists";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { OutcomeLedger } from "../../ports/outcome-ledger.js";

/** Sends outcomes to the queue of the ledger, many in one message. Without that queue the ledger is away. */
export class BrokerOutcomeLedger implements OutcomeLedger {
  private readonly exchange: string;

  constructor(
    private readonly publisher: MessagePublisher,
    names: QueueNames,
    private readonly clock: Clock,
  ) {
    this.exchange = outcomesExchangeOf(names);
  }

  async publish(outcomes: readonly ReadOutcome[]): Promise<void> {
    try {
      const chunks = [...chunksOf(outcomes, MAX_OUTCOMES)];
      await Promise.all(chunks.map((some) => this.send(some)));
    } catch (cause) {
      throw new DependencyUnavailableError("ledger", cause);
    }
  }

  private send(outcomes: readonly ReadOutcome[]): Promise<void> {
    return this.publisher.publish({
      exchange: this.exchange,
      routingKey: "",
      body: encodeOutcomes(outcomes),
      timestampMs: this.clock.now(),
      contentType: OUTCOMES_CONTENT_TYPE,
      headers: {},
    });
  }
}
