import { parseLots } from "@boomgate/contracts";
import { listenSettings, tokenSettings } from "@boomgate/http";
import {
  brokerSettings,
  count,
  days,
  oneOf,
  optional,
  parsedFile,
  plateSettings,
  port,
  processSettings,
  text,
  timeZone,
  url,
  urls,
} from "@boomgate/platform/config";
import type { Config } from "@boomgate/platform/config";
import { SCOPES } from "./http/scopes.js";

const DAY_MS = 86_400_000;

/** Everything that can be set on the summary API. */
export const summaryApiSettings = {
  ...processSettings,
  HTTP_PORT: port({ default: 8_000, doc: "Serves the API and the page." }),
  ...listenSettings,
  DATABASE_URL: optional(
    url({
      protocols: ["postgres", "postgresql"],
      doc: "PostgreSQL that stores the stays; without it they are in a SQLite file.",
    }),
  ),
  SUMMARY_DATA_DIR: text({ default: "./data", doc: "Folder of the SQLite file." }),
  LOT_TIME_ZONE: timeZone({
    default: "UTC",
    doc: "Time zone of the lots: where their hours, days, months and years begin.",
  }),
  RAW_RETENTION: optional(
    days({
      min: 2,
      doc: "How long single stays are kept; rollups are kept for ever. Without it, all stays are kept.",
    }),
  ),
  LEDGER: oneOf(["on", "off"], {
    default: "on",
    doc: "Whether this API keeps what became of each read, which the backends publish. It waits for the broker in the background.",
  }),
  READS_RETENTION: days({
    default: 100 * DAY_MS,
    min: 2,
    doc: "How long reads are kept in the ledger. A rebuild needs them for MAX_STAY_MS + HORIZON_MS and some hours, 34 days with the defaults.",
  }),
  ...brokerSettings,
  SUMMARY_LOG_FILE: optional(
    text({
      doc: "File that gets a line for each committed stay: plate, entry, exit, duration, status, id, revision, exit event, exit plate.",
    }),
  ),
  ...tokenSettings(SCOPES),
  ...plateSettings,
  LOTS_FILE: parsedFile({
    parse: parseLots,
    doc: "The file of lots that the backends have, so that a search for a plate treats the same letters as equal (docs/plates.md).",
  }),
  BACKEND_METRICS_URL: optional(
    urls({
      protocols: ["http", "https"],
      doc: "URLs of /metrics of the backends, separated by commas; the page then shows latency, backlog and the cars inside. When a host name has several addresses, each is scraped.",
    }),
  ),
  DATABASE_POOL: count({ default: 8, max: 100, doc: "PostgreSQL connections at most." }),
  COMMIT_BATCH: count({ default: 4_000, max: 10_000, doc: "Summaries in one commit at most." }),
  INTAKE_LIMIT: count({
    default: 50_000,
    doc: "While this many summaries wait for their commit, further requests are answered with 503.",
  }),
} as const;

export type SummaryApiConfig = Config<typeof summaryApiSettings>;
