import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { staySummaryToWire } from "@boomgate/contracts";
import { readConfig } from "@boomgate/platform/config";
import { createLogger, createRegistry } from "@boomgate/platform/telemetry";
import { summaryApiSettings } from "./settings.js";
import { startSummaryApi } from "./start-summary-api.js";
import { aStay } from "./store/stays/stays.fixture.js";

export const wire = (...wanted: Parameters<typeof aStay>) => staySummaryToWire(aStay(...wanted));

/** A whole API, over SQLite by default, two hours after the stays of the fixtures. */
export async function aRunningApi(
  settings: Readonly<Record<string, string>> = {},
  parts: Partial<Parameters<typeof startSummaryApi>[0]> = {},
) {
  const folder = settings["SUMMARY_DATA_DIR"] ?? mkdtempSync(join(tmpdir(), "boomgate-api-"));
  const env = {
    ALLOWED_HOSTS: "parking.example",
    LOT_TIME_ZONE: "Asia/Kolkata",
    RAW_RETENTION: "90d",
    SUMMARY_LOG_FILE: join(folder, "stays.csv"),
    SUMMARY_DATA_DIR: folder,
    HTTP_PORT: "0",
    LEDGER: "off",
    METRICS_PORT: "0",
    ...settings,
  };
  const api = await startSummaryApi({
    config: readConfig(summaryApiSettings, env),
    log: createLogger({ service: "test", level: "silent", showPlates: false }),
    registry: createRegistry("test"),
    now: () => new Date("2026-11-20T12:00:00Z"),
    ...parts,
  });
  return {
    url: api.url,
    metricsUrl: api.metricsUrl,
    folder,
    port: Number(new URL(api.url).port),
    logFile: env.SUMMARY_LOG_FILE,
    async read(path: string) {
      const response = await fetch(`${api.url}${path}`);
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async post(body: unknown, type = "application/json") {
      const response = await fetch(`${api.url}/api/v1/summaries`, {
        method: "POST",
        headers: { "content-type": type },
        body: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      return {
        status: response.status,
        type: response.headers.get("content-type") ?? "",
        answer,
      };
    },
    async stop() {
      await api.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
