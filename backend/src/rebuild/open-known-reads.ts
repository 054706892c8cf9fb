import { outcomesExchangeOf, type QueueNames } from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import type { Logger } from "@boomgate/platform/telemetry";
import { ledgerCaughtUp } from "../adapters/amqp/ledger-caught-up.js";
import {
  HttpKnownReads,
  LedgerHashedError,
  LedgerNotReadableError,
  readsUrlOf,
} from "../adapters/http/http-known-reads.js";
import { HttpKnownStays } from "../adapters/http/http-known-stays.js";
import { type BackendConfig, ledgerModeOf, readingOf } from "../config.js";
import type { KnownReads } from "../ports/known-reads.js";

const CONNECT_TIMEOUT_MS = 10_000;

interface OpenedLedger {
  readonly knownReads?: KnownReads;
  /** Why the ledger cannot be read, where it need not be. */
  readonly refusal?: string;
}

/**
 * The ledger beside the sink, after its first page was read. One with hashes cannot be used, and with LEDGER=auto the
 * ledger may be absent.
 * @throws {LedgerNotReadableError | DependencyUnavailableError}
 */
export async function openKnownReads(
  config: BackendConfig,
  broker: Pick<MessageBroker, "depth">,
  names: QueueNames,
): Promise<OpenedLedger> {
  const knownReads = createKnownReads(config, broker, names);
  try {
    await knownReads.all()[Symbol.asyncIterator]().next();
    return { knownReads };
  } catch (error) {
    const isAbsent = error instanceof LedgerNotReadableError && ledgerModeOf(config) === "auto";
    if (isAbsent || error instanceof LedgerHashedError) return { refusal: error.message };
    throw error;
  }
}

export const createKnownReads = (
  config: BackendConfig,
  broker: Pick<MessageBroker, "depth">,
  names: QueueNames,
): HttpKnownReads =>
  new HttpKnownReads({
    url: readsUrlOf(config.SUMMARY_URL),
    token: config.SUMMARY_TOKEN,
    timeoutMs: config.SUMMARY_TIMEOUT_MS,
    reading: readingOf(config),
    caughtUp: () => ledgerCaughtUp(broker, names, systemClock),
  });

/** Connects to the broker for the exchange of outcomes. */
export const openLedgerBroker = (config: BackendConfig, names: QueueNames, log: Logger) =>
  openAmqpBroker({
    url: config.AMQP_URL,
    topology: {
      exchanges: [{ name: outcomesExchangeOf(names), type: "fanout" }],
      queues: [],
      bindings: [],
    },
    clientName: "rebuild",
    log,
    signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS),
  });

/** The stays of the sink. */
export const createKnownStays = (config: BackendConfig) =>
  new HttpKnownStays({
    url: config.SUMMARY_URL,
    token: config.SUMMARY_TOKEN,
    timeoutMs: config.SUMMARY_TIMEOUT_MS,
  });
