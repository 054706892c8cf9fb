import { outcomesTopology, type QueueNames, queueNamesOf } from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import { type StopStack, untilAborted } from "@boomgate/platform/lifecycle";
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import type { Logger, Registry } from "@boomgate/platform/telemetry";
import type { KeptPlate } from "../plates/kept-plate.js";
import type { SummaryApiConfig } from "../settings.js";
import type { ReadLedger } from "../store/reads/read-ledger.js";
import { createLedgerMetrics } from "../telemetry/ledger-metrics.js";
import { createKeptOutcome } from "./kept-outcome.js";
import { isQueueMissing } from "./is-queue-missing.js";
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

export interface RunningLedger {
  /** Whether outcomes are being taken from their queue and stored. */
  readonly isConsuming: boolean;
}

/**
 * Starts the consumer of outcomes and the deletion of old reads. A broker that is away does not keep the API from
 * starting: stays arrive by HTTP, and outcomes wait in their queue.
 */
export function startLedger(parts: LedgerParts): RunningLedger {
  const { config, ledger, hashed, registry, log, now, stack } = parts;
  let broker: MessageBroker | undefined;
  let consumer: OutcomeConsumer | undefined;
  const running = {
    get isConsuming() {
      return consumer?.isConsuming ?? false;
    },
  };
  const metrics = createLedgerMetrics(registry, () => running.isConsuming);
  const keeper = new LedgerKeeper({ ledger, keepForMs: config.READS_RETENTION, metrics, log, now });
  stack.defer("ledger keeper", () => keeper.stop());
  keeper.start();
  const names = queueNamesOf(config);
  const stopping = new AbortController();
  const openOwn = async () => {
    const isMissing = await isQueueMissing(config.AMQP_URL, names, log, stopping.signal);
    const opened = await open(config, names, log, stopping.signal);
    if (isMissing) await warnOfLoss(ledger, log);
    return opened;
  };
  const start = async () => {
    broker = parts.broker ?? (await openOwn());
    const [kept, clock] = [createKeptOutcome(hashed), systemClock];
    consumer = new OutcomeConsumer({ broker, names, ledger, kept, metrics, clock, log });
    await untilAborted(consumer.start(), stopping.signal); // the broker may be away again
  };
  const starting = start().catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error({ err: error }, "the ledger takes no outcomes");
  });
  stack.defer("ledger", async () => {
    stopping.abort();
    await starting;
    await consumer?.stop();
    if (parts.broker === undefined) await broker?.close();
  });
  return running;
}

/** A ledger that was used before had a queue, and the events of what waited in it were acked. */
async function warnOfLoss(ledger: Pick<ReadLedger, "list">, log: Logger): Promise<void> {
  const [any] = await ledger.list({}, 1).catch(() => []); // a database that is away is logged elsewhere
  if (any === undefined) return;
  log.error(
    { todo: "npm run rebuild -- --force publishes what waited in it again" },
    "the queue of outcomes was missing although the ledger has reads",
  );
}

const open = (config: SummaryApiConfig, names: QueueNames, log: Logger, signal: AbortSignal) =>
  openAmqpBroker({
    url: config.AMQP_URL,
    topology: outcomesTopology(names, config.QUEUE_TYPE),
    clientName: "summary-api",
    log,
    signal,
  });
