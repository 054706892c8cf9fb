import { type Running, StopStack } from "@boomgate/platform/lifecycle";
import {
  type Logger,
  type Readiness,
  type Registry,
  startTelemetryServer,
} from "@boomgate/platform/telemetry";
import { createAccess } from "./http/access.js";
import { createApp } from "./http/app.js";
import { Intake } from "./intake/intake.js";
import { createSinkMetrics } from "./intake/sink-metrics.js";
import { Tally } from "./intake/tally.js";
import { LiveFeed } from "./live/live-feed.js";
import type { SummaryApiConfig } from "./settings.js";
import { openPostgresStore, openSqliteStore } from "./store/open-store.js";
import type { SummaryStore } from "./store/summary-store.js";

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

export interface SummaryApiParts {
  readonly config: SummaryApiConfig;
  readonly log: Logger;
  readonly registry: Registry;
  /** What else in this process has to be ready, besides the database. */
  readonly readiness?: () => Promise<Readiness> | Readiness;
  /** What a person looking at the page has to know first. */
  readonly notice?: string;
}

export interface RunningSummaryApi extends Running {
  /** Of the page and the API, without a slash at the end. */
  readonly url: string;
  /** Of `/metrics`, `/healthz` and `/readyz`. */
  readonly metricsUrl: string;
}

/**
 * Opens the database, brings its tables up to date and listens.
 * @throws when the database cannot be reached or a port is taken
 */
export async function startSummaryApi(parts: SummaryApiParts): Promise<RunningSummaryApi> {
  const stack = new StopStack();
  try {
    return { ...(await start(parts, stack)), stop: () => stack.stop() };
  } catch (error) {
    await stack.stop().catch(() => undefined); // the first error says more
    throw error;
  }
}

async function start(
  { config, log, registry, readiness, notice }: SummaryApiParts,
  stack: StopStack,
): Promise<Omit<RunningSummaryApi, "stop">> {
  const access = createAccess(config.API_TOKENS);
  const store = await openStore(config, log);
  stack.defer("store", () => store.close());
  const telemetry = await startTelemetryServer({
    host: config.METRICS_HOST,
    port: config.METRICS_PORT,
    registry,
    readiness: async () => ({ database: await answers(store), ...(await readiness?.()) }),
  });
  stack.defer("telemetry", () => telemetry.stop());
  const metrics = createSinkMetrics(registry);
  const feed = new LiveFeed(metrics);
  const intake = new Intake({
    store,
    metrics,
    commitBatch: config.COMMIT_BATCH,
    limit: config.INTAKE_LIMIT,
    onCommit: (saved) => feed.publish(saved),
  });
  const app = await createApp({
    store,
    intake,
    tally: new Tally(metrics),
    feed,
    metrics,
    log,
    access,
    notice,
  });
  stack.defer("http", async () => {
    feed.stop(); // an open stream would hold the server open
    await app.close();
  });
  const url = await app.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
  if (LOOPBACK.has(config.HTTP_HOST)) log.info({ url }, "summary API listens, on loopback only");
  else if (config.API_TOKENS !== undefined) log.info({ url }, "summary API listens");
  else log.warn({ url }, "summary API listens beyond loopback, and anybody may read and write");
  return { url, metricsUrl: telemetry.url };
}

const openStore = (config: SummaryApiConfig, log: Logger): Promise<SummaryStore> =>
  config.DATABASE_URL === undefined
    ? openSqliteStore(config.SUMMARY_DATA_DIR)
    : openPostgresStore({ url: config.DATABASE_URL, poolSize: config.DATABASE_POOL, log });

const answers = (store: SummaryStore): Promise<boolean> =>
  store.ping().then(
    () => true,
    () => false,
  );
