import { DEFAULT_LOTS } from "@boomgate/contracts";
import { type Patience, readAccess } from "@boomgate/http";
import { type Running, startStack, type StopStack } from "@boomgate/platform/lifecycle";
import {
  answersInTime,
  listenAt,
  type Logger,
  type Readiness,
  type Registry,
  type ScrapeAll,
  scrapeOver,
  startTelemetryServer,
} from "@boomgate/platform/telemetry";
import type { MessageBroker } from "@boomgate/platform/messaging";
import type { Tracer } from "@boomgate/platform/tracing";
import { CountedStays } from "./counts/counted-stays.js";
import { DiskSpace } from "./disk/disk-space.js";
import { createApp } from "./http/app.js";
import { INTAKE_PATH } from "./http/intake-route.js";
import { SCOPES } from "./http/scopes.js";
import { Intake } from "./intake/intake.js";
import { createSinkMetrics, presetMetrics } from "./telemetry/sink-metrics.js";
import { IntakeCounts } from "./intake/intake-counts.js";
import { keepHouse } from "./keep-house.js";
import { type RunningLedger, startLedger } from "./ledger/start-ledger.js";
import { SummaryLog } from "./log-file/summary-log.js";
import { LiveFeed } from "./live/live-feed.js";
import type { SummaryApiConfig } from "./settings.js";
import { ZonedCalendar } from "./rollups/calendar.js";
import { openPostgresStores } from "./store/postgres/open-postgres-stores.js";
import { openSqliteStores } from "./store/sqlite/open-sqlite-stores.js";
import type { Stores } from "./store/stores.js";
import { createFindPlates } from "./plates/find-plates.js";
import { createKeptPlate } from "./plates/kept-plate.js";
import { Overview } from "./overview/overview.js";
import { PipelineWatch } from "./watch/pipeline-watch.js";

/** So that PostgreSQL does not wait for the next transaction. SQLite has one writer anyway. */
const COMMITS_AT_ONCE = 3;
const systemNow = () => new Date();

interface SummaryApiParts {
  readonly config: SummaryApiConfig;
  readonly log: Logger;
  readonly registry: Registry;
  /** Default: a tracer that exports nothing. */
  readonly tracer?: Tracer;
  /** Further conditions of readiness, of other parts of the process. */
  readonly readiness?: () => Promise<Readiness> | Readiness;
  readonly now?: () => Date;
  /** Replaces BACKEND_METRICS_URL when the backend is in this process. */
  readonly askBackends?: ScrapeAll;
  /** Further lines like those of API_TOKENS, for tokens of the process itself. */
  readonly ownTokens?: string | undefined;
  /** How long slow clients may take. */
  readonly patience?: Patience;
  /** Shown at the top of the page. */
  readonly notice?: string;
  /** Instead of the broker at AMQP_URL, from which the ledger gets outcomes. */
  readonly broker?: MessageBroker;
}

export interface RunningSummaryApi extends Running {
  /** Address of the page and the API, without a slash at the end. */
  readonly url: string;
  /** Address of `/metrics`, `/healthz` and `/readyz`, without a slash at the end. */
  readonly metricsUrl: string;
}

/**
 * Opens the database, migrates its tables and listens.
 * @throws {ConfigError} when it would serve a network without asking for tokens
 * @throws {PortUnavailableError} when a port is in use or not allowed
 * @throws when the database cannot be reached
 */
export const startSummaryApi = (parts: SummaryApiParts): Promise<RunningSummaryApi> =>
  startStack((stack) => start(parts, stack));

async function start(
  {
    config,
    log,
    registry,
    tracer,
    readiness,
    now = systemNow,
    notice,
    ownTokens,
    ...parts
  }: SummaryApiParts,
  stack: StopStack,
): Promise<Omit<RunningSummaryApi, "stop">> {
  const accessRules = await readAccess(config, { scopes: SCOPES, ownTokens, log });
  const plates = createKeptPlate(config.PLATE_PEPPER);
  const lots = config.LOTS_FILE ?? DEFAULT_LOTS;
  const findPlates = createFindPlates(lots, plates.kept);
  const calendar = new ZonedCalendar(config.LOT_TIME_ZONE);
  const stores = await openStores(config, { log, calendar, now, plateKey: plates.fingerprint });
  stack.defer("stores", () => stores.close());
  const metrics = createSinkMetrics(registry);
  presetMetrics(metrics, INTAKE_PATH);
  const disk = new DiskSpace({ metrics, log, probe: () => stores.probeSpace() });
  let isListening = false;
  const hasLedger = config.LEDGER === "on";
  let ledger: RunningLedger | undefined;
  const databaseAnswers = answersInTime(() => stores.summaries.ping());
  const telemetry = await startTelemetryServer({
    host: config.METRICS_HOST,
    port: config.METRICS_PORT,
    registry,
    readiness: async () => ({
      listening: isListening,
      database: await databaseAnswers(),
      disk_space: await disk.hasDatabaseSpace(),
      // A text: without outcomes, stays are still taken and read.
      ...(hasLedger ? { ledger: ledger?.isConsuming === true ? "consuming" : "away" } : {}),
      ...(await readiness?.()),
    }),
  });
  stack.defer("telemetry", () => telemetry.stop());
  const feed = new LiveFeed(metrics);
  const keptFrom = await keepHouse({ config, log, now, stores, metrics, calendar, stack });
  const overview = new Overview(stores.summaries, now);
  const askBackends = parts.askBackends ?? askedOver(config);
  const watch = askBackends && new PipelineWatch(askBackends, now);
  stack.defer("watch", () => watch?.stop());
  const summaryLog = config.SUMMARY_LOG_FILE
    ? new SummaryLog(config.SUMMARY_LOG_FILE, log, disk)
    : undefined;
  stack.defer("summary log", () => summaryLog?.close());
  const intake = new Intake({
    store: { save: (stays) => disk.watch("database", () => stores.summaries.save(stays)) },
    metrics,
    commitBatch: config.COMMIT_BATCH,
    commitsAtOnce: config.DATABASE_URL === undefined ? 1 : COMMITS_AT_ONCE,
    limit: config.INTAKE_LIMIT,
    ...(tracer ? { tracer } : {}),
    keptPlate: config.PLATE_PEPPER === undefined ? undefined : plates.kept,
    onCommit: (saved) => {
      feed.publish(saved);
      summaryLog?.append(saved);
      overview.changed(saved);
    },
  });
  if (hasLedger) {
    const { broker } = parts;
    const hashed = config.PLATE_PEPPER === undefined ? undefined : plates.kept;
    ledger = startLedger({
      config,
      ledger: stores.reads,
      hashed,
      registry,
      log,
      now,
      stack,
      broker,
    });
  }
  const app = await createApp({
    stores,
    hasLedger,
    timeZone: config.LOT_TIME_ZONE,
    counted: new CountedStays(stores.summaries, now),
    intake,
    counts: new IntakeCounts(metrics),
    feed,
    erasure: {
      stores: async (plate) => {
        const erased = { stays: 0, superseded: 0, reads: 0 };
        for (const form of findPlates(plate)) {
          const { stays, superseded } = await stores.erasure.erase(form);
          erased.stays += stays;
          erased.superseded += superseded;
          erased.reads += await stores.reads.erase(form);
        }
        return erased;
      },
      live: (plate) => {
        overview.forget();
        return feed.forget(...findPlates(plate));
      },
      // Also the plates themselves, as the file may be older than the key of the hashes. Lines have no lot, so all forms are erased.
      log: async (plate) => {
        const asTheyAre = createFindPlates(lots, (form) => form)(plate);
        const forms = [...asTheyAre, ...findPlates(plate)].map((form) => form.plate);
        return (await summaryLog?.erase(...new Set(forms))) ?? 0;
      },
    },
    findPlates,
    overview,
    watch,
    metrics,
    log,
    tracer,
    ...accessRules,
    limits: () => ({ nowMs: now().getTime(), keptFromMs: keptFrom.at(now().getTime()) }),
    notice,
    patience: parts.patience,
  });
  stack.defer("http", async () => {
    feed.stop(); // an open stream would hold the server open
    await app.close();
  });
  const place = { host: config.HTTP_HOST, port: config.HTTP_PORT };
  const url = await listenAt({ ...place, settings: "HTTP" }, () => app.listen(place));
  isListening = true;
  if (config.API_TOKENS !== undefined) log.info({ url }, "summary API listens");
  else log.info({ url }, "summary API listens on loopback only, as it has no tokens");
  return { url, metricsUrl: telemetry.url };
}

const askedOver = ({ BACKEND_METRICS_URL }: SummaryApiConfig): ScrapeAll | undefined =>
  BACKEND_METRICS_URL && scrapeOver(BACKEND_METRICS_URL);

interface StoreParts {
  readonly log: Logger;
  readonly calendar: ZonedCalendar;
  readonly plateKey: string | undefined;
  readonly now: () => Date;
}

function openStores(config: SummaryApiConfig, { log, ...parts }: StoreParts): Promise<Stores> {
  const { DATABASE_URL: url, DATABASE_POOL: poolSize, SUMMARY_DATA_DIR: folder } = config;
  if (url === undefined) return openSqliteStores({ folder, ...parts });
  return openPostgresStores({ url, poolSize, log, ...parts });
}
