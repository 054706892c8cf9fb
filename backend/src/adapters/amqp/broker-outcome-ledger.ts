import {
  OUTCOMES_CONTENT_TYPE,
  outcomesExchangeOf,
  packOutcomes,
  type QueueNames,
  type ReadOutcome,
} from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { OutcomeLedger } from "../../ports/outcome-ledger.js";

/** Sends outcomes to the queue of the ledger, many in one message. Without that queue the ledger is away. */
export class BrokerOutcomeLedger implements OutcomeLedger {
  readonly isOn = true;
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
      await Promise.all(packOutcomes(outcomes).map((body) => this.send(body)));
    } catch (cause) {
      throw new DependencyUnavailableError("ledger", cause);
    }
  }

  private send(body: Buffer): Promise<void> {
    return this.publisher.publish({
      exchange: this.exchange,
      routingKey: "",
      body,
      timestampMs: this.clock.now(),
      contentType: OUTCOMES_CONTENT_TYPE,
      headers: {},
    });
  }
}
