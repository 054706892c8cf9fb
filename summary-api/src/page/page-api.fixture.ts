import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StaySummary, staySummaryToWire } from "@boomgate/contracts";
import { readConfig } from "@boomgate/platform/config";
import { createLogger, createRegistry } from "@boomgate/platform/telemetry";
import { summaryApiSettings } from "../settings.js";
import { startSummaryApi, type RunningSummaryApi } from "../start-summary-api.js";

/** A summary API over its own SQLite file, which can be stopped and started again on the same port. */
export class PageApi {
  private readonly folder = mkdtempSync(join(tmpdir(), "boomgate-page-"));
  private running: RunningSummaryApi | undefined;
  private port = "0";

  constructor(private readonly env: Readonly<Record<string, string>> = {}) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const env = { SUMMARY_DATA_DIR: this.folder, HTTP_PORT: this.port, METRICS_PORT: "0" };
    this.running = await startSummaryApi({
      config: readConfig(summaryApiSettings, { ...env, ...this.env }),
      log: createLogger({ service: "test", level: "silent", showPlates: false }),
      registry: createRegistry("test"),
    });
    this.port = new URL(this.running.url).port;
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    this.running = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  async post(...stays: readonly StaySummary[]): Promise<void> {
    const token = this.env["API_TOKENS"]?.split(/\s+/).at(-1);
    const response = await fetch(`${this.url}/api/v1/summaries`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(stays.map(staySummaryToWire)),
    });
    if (!response.ok) throw new Error(`posting stays was answered with ${response.status}`);
  }
}
