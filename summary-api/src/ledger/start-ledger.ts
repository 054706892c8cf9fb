import { outcomesTopology, type QueueNames, queueNamesOf } from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import type { StopStack } from "@boomgate/platform/lifecycle";
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import type { Logger, Registry } from "@boomgate/platform/telemetry";
import type { KeptPlate } from "../plates/kept-plate.js";
import type { SummaryApiConfig } from "../settings.js";
import type { ReadLedger } from "../store/reads/read-ledger.js";
import { createLedgerMetrics } from "../telemetry/ledger-metrics.js";
import { createKeptOutcome } from "./kept-outcome.js";
import { LedgerKeeper } from "./ledger-keeper.js";
import { OutcomeConsumer } from "./outcome-consumer.js";

export interface LedgerParts {
  readonly config: SummaryApiConfig;
  readonly ledger: ReadLedger;
  readonly hashed: KeptPlate | undefined;
  readonly registry: Registry;
  readonly log: Logger;
  readonly now: () => Date;
  readonly stack: StopStack;
  /** Instead of the one at AMQP_URL; its topology has the queue of outcomes. */
  readonly broker: MessageBroker | undefined;
}

/**
 * Starts the consumer of outcomes and the deletion of old reads. A broker that is away does not keep the API from
 * starting: stays arrive by HTTP, and outcomes wait in their queue.
 */
export function startLedger(parts: LedgerParts): void {
  const { config, ledger, hashed, registry, log, now, stack, broker } = parts;
  const metrics = createLedgerMetrics(registry);
  const keeper = new LedgerKeeper({ ledger, keepForMs: config.READS_RETENTION, metrics, log, now });
  stack.defer("ledger keeper", () => keeper.stop());
  keeper.start();
  const names = queueNamesOf(config);
  const stopping = new AbortController();
  const opening = broker ? Promise.resolve(broker) : open(config, names, log, stopping.signal);
  const consumer = opening.then(async (opened) => {
    const clock = systemClock;
    const kept = createKeptOutcome(hashed);
    const made = new OutcomeConsumer({ broker: opened, names, ledger, kept, metrics, clock, log });
    await made.start();
    metrics.consuming.set(1);
    return made;
  });
  consumer.catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error({ err: error }, "the ledger takes no outcomes");
  });
  stack.defer("ledger", async () => {
    stopping.abort();
    const made = await consumer.catch(() => undefined);
    await made?.stop();
    metrics.consuming.set(0);
    if (!broker) await (await opening.catch(() => undefined))?.close();
  });
}

const open = (config: SummaryApiConfig, names: QueueNames, log: Logger, signal: AbortSignal) =>
  openAmqpBroker({
    url: config.AMQP_URL,
    topology: outcomesTopology(names, config.QUEUE_TYPE),
    clientName: "summary-api",
    log,
    signal,
  });
