import { createLogger } from "@boomgate/platform/telemetry";
import type { Span } from "@boomgate/platform/tracing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runningNotesApi } from "./notes-api.fixture.js";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

let api: Awaited<ReturnType<typeof runningNotesApi>>;
let lines: Record<string, unknown>[];
let spans: Span[];
beforeEach(async () => {
  lines = [];
  spans = [];
  api = await runningNotesApi({
    log: createLogger({
      ...{ service: "notes", level: "info", showPlates: false },
      destination: { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[0]) },
    }),
    spans: { take: (_service, span) => void spans.push(span) },
  });
});
afterEach(() => api.stop());

const post = async (text: string, traceparent: string) => {
  const headers = { "content-type": "application/json", traceparent };
  const body = JSON.stringify({ text });
  return (await fetch(`${api.url}/notes`, { method: "POST", headers, body })).status;
};

describe("the trace of a request", () => {
  it("is in the log lines about the request, and in its span", async () => {
    expect(await post("milk", `00-${TRACE}-${SPAN}-01`)).toBe(201);
    const line = lines.find(({ msg }) => msg === "note stored");
    expect(line).toMatchObject({ trace_id: TRACE });
    expect(line?.["span_id"]).not.toBe(SPAN);
    await expect.poll(() => spans.length).toBe(1);
    expect(spans[0]).toMatchObject({
      name: "POST /notes",
      kind: "server",
      trace: { traceId: TRACE, parentSpanId: SPAN, spanId: line?.["span_id"] },
      attributes: { "http.route": "/notes", "http.response.status_code": 201 },
      error: undefined,
    });
  });

  it("is an error when the service fails, not when the client does", async () => {
    await post("broken", `00-${TRACE}-${SPAN}-01`);
    await expect.poll(() => spans.length).toBe(1);
    expect(spans[0]?.error).toBe("HTTP_500");
  });

  it("is not exported when the sender does not sample it", async () => {
    await post("milk", `00-${TRACE}-${SPAN}-00`);
    await post("bread", `00-${TRACE}-${SPAN}-01`);
    await expect.poll(() => spans.length).toBe(1);
  });

  it("is a new one after a malformed header", async () => {
    expect(await post("milk", "what?")).toBe(201);
    expect(lines.find(({ msg }) => msg === "note stored")?.["trace_id"]).toMatch(/^[0-9a-f]{32}$/);
  });
});
