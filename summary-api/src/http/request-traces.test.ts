import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@boomgate/platform/config";
import { createLogger, createRegistry } from "@boomgate/platform/telemetry";
import { type Span, Tracer } from "@boomgate/platform/tracing";
import { afterEach, describe, expect, it } from "vitest";
import { wire } from "../running-api.fixture.js";
import { summaryApiSettings } from "../settings.js";
import { startSummaryApi } from "../start-summary-api.js";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function anApi() {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-api-"));
  const lines: Record<string, unknown>[] = [];
  const spans: Span[] = [];
  const env = { SUMMARY_DATA_DIR: folder, HTTP_PORT: "0", METRICS_PORT: "0" };
  const api = await startSummaryApi({
    config: readConfig(summaryApiSettings, env),
    log: createLogger({
      ...{ service: "summary-api", level: "debug", showPlates: false },
      destination: { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[0]) },
    }),
    registry: createRegistry("test"),
    now: () => new Date("2026-11-20T12:00:00Z"),
    tracer: new Tracer({
      service: "summary-api",
      spans: { take: (_service, span) => void spans.push(span) },
    }),
  });
  stops.push(async () => {
    await api.stop();
    rmSync(folder, { recursive: true });
  });
  const post = async (body: unknown, traceparent?: string) => {
    const answer = await fetch(`${api.url}/api/v1/summaries`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(traceparent ? { traceparent } : {}) },
      body: JSON.stringify(body),
    });
    return answer.status;
  };
  return { api, lines, spans, post };
}

describe("the trace of a request", () => {
  it("is in the log lines about the request", async () => {
    const { post, lines } = await anApi();
    expect(await post([wire({ id: "x1" }), { no: "stay" }], `00-${TRACE}-${SPAN}-01`)).toBe(200);
    const line = lines.find(({ msg }) => msg === "summaries rejected");
    expect(line).toMatchObject({
      ...{ level: "warn", received: 2, rejected: 1, codes: ["CONTRACT_BROKEN"] },
      ...{ trace_id: TRACE, span_id: expect.stringMatching(/^[0-9a-f]{16}$/) },
    });
    expect(line?.["span_id"]).not.toBe(SPAN);
    expect(lines.find(({ msg }) => msg === "summaries accepted")).toMatchObject({
      trace_id: TRACE,
    });
  });

  it("contains the commit", async () => {
    const { post, spans } = await anApi();
    await post([wire({ id: "x1" })], `00-${TRACE}-${SPAN}-01`);
    await expect.poll(() => spans.length).toBe(2);
    const commit = spans.find(({ name }) => name === "commit");
    const request = spans.find(({ kind }) => kind === "server");
    expect(request?.trace).toMatchObject({ traceId: TRACE, parentSpanId: SPAN });
    expect(request?.attributes).toMatchObject({ "http.response.status_code": 200 });
    expect(commit?.trace).toMatchObject({ traceId: TRACE, parentSpanId: request?.trace.spanId });
    expect(commit?.attributes).toEqual({ "parking.commit.rows": 1 });
  });

  it.each(["what?", `00-${TRACE}-${"0".repeat(16)}-01`, `ff-${TRACE}-${SPAN}-01`])(
    "is a new one after %s, which is no error",
    async (header) => {
      const { post, lines, spans } = await anApi();
      expect(await post([wire({ id: "x1" })], header)).toBe(200);
      const line = lines.find(({ msg }) => msg === "summaries accepted");
      expect(line?.["trace_id"]).toMatch(/^[0-9a-f]{32}$/);
      expect(line?.["trace_id"]).not.toBe(TRACE);
      await expect.poll(() => spans.length).toBe(2);
    },
  );

  it("is exported neither when the sender does not sample it, nor for reading requests", async () => {
    const { api, post, spans } = await anApi();
    await post([wire({ id: "x1" })], `00-${TRACE}-${SPAN}-00`);
    await fetch(`${api.url}/api/v1/summaries`);
    await post([wire({ id: "x2" })], `00-${TRACE}-${SPAN}-01`);
    await expect.poll(() => spans.length).toBe(2);
    expect(new Set(spans.map(({ trace }) => trace.traceId))).toEqual(new Set([TRACE]));
  });
});
