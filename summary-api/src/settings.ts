import { count, optional, port, processSettings, text, url } from "@boomgate/platform/config";
import type { Config } from "@boomgate/platform/config";

/** Everything that can be set on the summary API. */
export const summaryApiSettings = {
  ...processSettings,
  HTTP_PORT: port({ default: 8_000, doc: "Serves the API and the page." }),
  HTTP_HOST: text({ default: "127.0.0.1", doc: "Address the API listens on." }),
  DATABASE_URL: optional(
    url({
      protocols: ["postgres", "postgresql"],
      doc: "PostgreSQL that keeps the stays; without it a SQLite file does.",
    }),
  ),
  SUMMARY_DATA_DIR: text({ default: "./data", doc: "Folder of the SQLite file." }),
  API_TOKENS: optional(
    text({ doc: "Lines of scopes (write,read,admin) and a token; best given as API_TOKENS_FILE." }),
  ),
  DATABASE_POOL: count({ default: 8, max: 100, doc: "PostgreSQL connections at most." }),
  COMMIT_BATCH: count({ default: 4_000, max: 10_000, doc: "Summaries in one commit at most." }),
  INTAKE_LIMIT: count({
    default: 50_000,
    doc: "Summaries accepted and not yet committed; beyond it the answer is 503.",
  }),
} as const;

export type SummaryApiConfig = Config<typeof summaryApiSettings>;
