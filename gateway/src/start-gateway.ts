import { randomBytes } from "node:crypto";
import { queueNamesOf } from "@boomgate/contracts";
import { type Patience, readAccess, RequestTraces } from "@boomgate/http";
import { type Running, startStack, type StopStack } from "@boomgate/platform/lifecycle";
import { listenAt, type Logger, type Registry, scrapeOver } from "@boomgate/platform/telemetry";
import { Tracer } from "@boomgate/platform/tracing";
import { attributeProblem } from "./access/account.js";
import { createCameras } from "./create-cameras.js";
import { BrokerEventPublisher } from "./adapters/broker-event-publisher.js";
import { inHandOfBackends } from "./adapters/in-hand-of-backends.js";
import { HttpReadLedger } from "./adapters/http-read-ledger.js";
import type { EventBroker } from "./adapters/late-broker.js";
import { noLedger } from "./adapters/no-ledger.js";
import { QueueEmptiness } from "./adapters/queue-emptiness.js";
import { createDerivedIds } from "./domain/derived-id.js";
import { createApp } from "./http/app.js";
import { SCOPES } from "./http/scopes.js";
import { Waiters } from "./http/waiters.js";
import { AccountRates } from "./intake/account-rates.js";
import { Admission } from "./intake/admission.js";
import { BacklogWatch } from "./intake/backlog-watch.js";
import { BrokerWatch } from "./intake/broker-watch.js";
import { EventIntake } from "./intake/event-intake.js";
import { InFlight } from "./intake/in-flight.js";
import { Tally } from "./intake/tally.js";
import { unconfirmedLog } from "./intake/unconfirmed-log.js";
import type { EventPublisher } from "./ports/event-publisher.js";
import type { ReadLedger } from "./ports/read-ledger.js";
import { EventStatuses } from "./receipts/event-statuses.js";
import { Receipts } from "./receipts/receipts.js";
import { type GatewayConfig, readingOf } from "./settings.js";
import { createGatewayMetrics } from "./telemetry/gateway-metrics.js";

export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly broker: EventBroker;
  readonly log: Logger;
  readonly registry: Registry;
  /** Default: a tracer that exports nothing. */
  readonly tracer?: Tracer | undefined;
  /** Wrapped around the publisher, to see what it publishes. */
  readonly observed?: (publisher: EventPublisher) => EventPublisher;
  /** Instead of the one at LEDGER_URL. */
  readonly ledger?: ReadLedger;
  /** Events that all backends have in hand, instead of asking those at BACKEND_METRICS_URL. */
  readonly inHand?: () => Promise<number>;
  /** Further lines like those of API_TOKENS, for tokens of the process itself. */
  readonly ownTokens?: string | undefined;
  /** Ms since 1970. */
  readonly nowMs?: () => number;
  /** How long slow clients may take. */
  readonly patience?: Patience;
}

export interface RunningGateway extends Running {
  /** Address of the API, without a slash at the end. */
  readonly url: string;
  /** Whether it takes events. */
  readonly readiness: () => { readonly gateway: boolean; readonly broker: boolean };
}

/**
 * Listens at once; while the broker is away, requests are refused.
 * @throws {ConfigError} when it would serve a network without asking for tokens
 * @throws {PortUnavailableError} when the port is in use or not allowed
 */
export const startGateway = (parts: GatewayParts): Promise<RunningGateway> =>
  startStack((stack) => start(parts, stack));

async function start(
  { config, broker, log, registry, ...parts }: GatewayParts,
  stack: StopStack,
): Promise<Omit<RunningGateway, "stop">> {
  const { nowMs = Date.now, tracer = new Tracer({ service: "gateway" }), ownTokens } = parts;
  const rules = { scopes: SCOPES, attributeProblem, ownTokens, log };
  const accessRules = await readAccess(config, rules);
  const names = queueNamesOf(config);
  const depth = (queue: string) => broker.depth(queue);

  const inFlight = new InFlight({ events: config.IN_FLIGHT_EVENTS, bytes: config.IN_FLIGHT_BYTES });
  const watch = new BrokerWatch(broker);
  const queues = [names.entryQueue, names.exitQueue];
  const backlog = new BacklogWatch({ depth, queues, limit: config.BACKLOG_LIMIT });
  for (const each of [watch, backlog]) {
    stack.defer("watch", () => each.stop());
    each.start();
  }
  const rates = new AccountRates();
  const metrics = createGatewayMetrics(registry, { inFlight });
  const tally = new Tally(metrics, nowMs);
  const receipts = new Receipts(config.RECEIPT_KEY ?? [randomBytes(32).toString("hex")]);
  if (config.RECEIPT_KEY === undefined) {
    log.info("receipts are valid until this process ends, as there is no RECEIPT_KEY_FILE");
  }
  const mostWaiting = config.IN_FLIGHT_EVENTS;
  const published = new BrokerEventPublisher(broker, { names, mostWaiting });
  const publisher = parts.observed?.(published) ?? published;
  const intake = new EventIntake({
    rules: {
      reading: readingOf(config),
      horizonMs: config.HORIZON_MS,
      maxAheadMs: config.MAX_AHEAD_MS,
      derivedIds:
        config.EVENT_ID_KEY === undefined ? undefined : createDerivedIds(config.EVENT_ID_KEY),
    },
    publisher,
    inFlight,
    receipts,
    confirmTimeoutMs: config.CONFIRM_TIMEOUT_MS,
    nowMs,
    onUnconfirmed: unconfirmedLog(log),
  });
  const cameras = createCameras(config, {
    ...{ broker, names, publisher, inFlight, registry, nowMs, log, tracer, stack },
  });
  const ledger = parts.ledger ?? ledgerOf(config);
  const inHand = parts.inHand ?? inHandOver(config);
  const settled = new QueueEmptiness({ names, depth, inHand, nowMs });
  const statuses = new EventStatuses({ ledger, settled });

  const waiters = new Waiters();
  let isStopping = false;
  const app = await createApp({
    ...accessRules,
    admission: new Admission({ inFlight, broker: watch, backlog, rates }),
    ...cameras,
    ...{
      inFlight,
      rates,
      intake,
      tally,
      backlog,
      receipts,
      statuses,
      ledger,
      waiters,
      metrics,
      log,
    },
    traces: new RequestTraces(tracer),
    isStopping: () => isStopping,
    patience: parts.patience,
  });
  stack.defer("http", async () => {
    isStopping = true;
    waiters.stop();
    await app.close();
  });
  const place = { host: config.HTTP_HOST, port: config.GATEWAY_PORT };
  const url = await listenAt({ ...place, settings: "GATEWAY" }, () => app.listen(place));
  const isOpen = config.API_TOKENS === undefined;
  log.info(
    { url },
    isOpen ? "gateway listens on loopback only, as it has no tokens" : "gateway listens",
  );
  return { url, readiness: () => ({ gateway: !isStopping, broker: !watch.isAway }) };
}

const ledgerOf = (config: GatewayConfig): ReadLedger =>
  config.LEDGER_URL === undefined
    ? noLedger
    : new HttpReadLedger({
        url: config.LEDGER_URL,
        token: config.LEDGER_TOKEN,
        timeoutMs: config.LEDGER_TIMEOUT_MS,
      });

function inHandOver({ BACKEND_METRICS_URL: urls }: GatewayConfig): GatewayParts["inHand"] {
  if (urls === undefined) return undefined;
  const scrape = scrapeOver(urls);
  return () => inHandOfBackends(scrape);
}
