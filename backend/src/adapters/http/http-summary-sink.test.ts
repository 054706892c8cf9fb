import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { StaySummary } from "@boomgate/contracts";
import { readTraceparent, type Span, Tracer } from "@boomgate/platform/tracing";
import { afterEach, describe, expect, it } from "vitest";
import { PostSpans } from "./post-spans.js";
import { type HttpSinkOptions, HttpSummarySink } from "./http-summary-sink.js";

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
interface Got {
  readonly body: unknown;
  readonly headers: IncomingMessage["headers"];
}

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

/** A sink that is not the summary API. @param answer - undefined: it never answers */
async function aSink(
  answer: (body: unknown) => Answer | undefined,
  options: Partial<HttpSinkOptions> = {},
) {
  const got: Got[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      got.push({ body, headers: request.headers });
      const answered = answer(body);
      if (!answered) return;
      response.writeHead(answered.status, {
        "content-type": "application/json",
        ...answered.headers,
      });
      response.end(answered.body === undefined ? "" : JSON.stringify(answered.body));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stays`;
  const sink = new HttpSummarySink({
    url,
    mode: "batch",
    token: undefined,
    timeoutMs: 2_000,
    singleConcurrency: 4,
    ...options,
  });
  return { sink, got, stop: () => server.close() };
}

const aStay = (exitEventId: string): StaySummary => ({
  stayId: `s-${exitEventId}`,
  revision: 1,
  status: "closed",
  lotId: "main",
  plate: "AB123CD",
  exitPlate: "AB123CD",
  exitEventId,
  entryEventId: "e1",
  enteredAt: new Date(0),
  exitedAt: new Date(5_430_500),
  durationSeconds: 5_430.5,
});
const stays = [aStay("x1"), aStay("x2"), aStay("x3")];
const allStored = { received: 3, stored: 3, known: 0, rejected: [] };

describe("posting in batches", () => {
  it("sends one array in the form of the contract", async () => {
    const { sink, got } = await aSink(() => ({ status: 200, body: allStored }), { token: "t0k" });
    expect(await sink.post(stays)).toEqual(["accepted", "accepted", "accepted"]);
    expect(got).toHaveLength(1);
    expect(got[0]?.headers.authorization).toBe("Bearer t0k");
    expect(got.map(({ body }) => (body as unknown[])[0])[0]).toEqual({
      stay_id: "s-x1",
      revision: 1,
      status: "closed",
      lot_id: "main",
      vehicle_plate: "AB123CD",
      exit_plate: "AB123CD",
      entry_event_id: "e1",
      exit_event_id: "x1",
      entry_date_time: "1970-01-01T00:00:00.000Z",
      exit_date_time: "1970-01-01T01:30:30.500Z",
      duration_seconds: 5_430.5,
      duration: "PT1H30M30.5S",
    });
  });

  it("returns which of them the sink refused", async () => {
    const rejected = [{ index: 1, code: "INVALID", detail: "no" }];
    const { sink } = await aSink(() => ({ status: 200, body: { rejected } }));
    expect(await sink.post(stays)).toEqual([
      "accepted",
      { status: 422, detail: "INVALID: no" },
      "accepted",
    ]);
  });

  it("finds the refused one by itself when the sink refuses the whole array", async () => {
    const { sink } = await aSink((body) =>
      (body as { exit_event_id: string }[]).some((stay) => stay.exit_event_id === "x2")
        ? { status: 400, body: { title: "no" } }
        : { status: 200, body: { received: 1, stored: 1, known: 0, rejected: [] } },
    );
    expect(await sink.post(stays)).toMatchObject(["accepted", { status: 400 }, "accepted"]);
  });

  it("holds when an answer has no list of the refused", async () => {
    const { sink } = await aSink(() => ({ status: 200, body: { ok: true } }));
    await expect(sink.post(stays)).rejects.toMatchObject({ recovery: "hold" });
  });

  it.each([500, 502, 503, 408, 429, 301, 401, 402, 403, 404, 405, 407, 415, 431])(
    "holds on %i",
    async (status) => {
      const { sink } = await aSink(() => ({ status }));
      await expect(sink.post(stays)).rejects.toMatchObject({
        recovery: "hold",
        dependency: "sink",
      });
    },
  );

  it("waits as long as the sink asks for", async () => {
    const { sink } = await aSink(() => ({ status: 503, headers: { "retry-after": "7" } }));
    await expect(sink.post(stays)).rejects.toMatchObject({ retryAfterMs: 7_000 });
  });

  it("holds when the sink does not answer in time, or is not there", async () => {
    const silent = await aSink(() => undefined, { timeoutMs: 100 });
    await expect(silent.sink.post(stays)).rejects.toMatchObject({ recovery: "hold" });
    const { sink } = await aSink(() => undefined, { url: "http://127.0.0.1:1/" });
    await expect(sink.post(stays)).rejects.toMatchObject({ recovery: "hold" });
  });
});

describe("posting one by one", () => {
  it("takes any 2xx for accepted, and 4xx for refused", async () => {
    const { sink, got } = await aSink(
      (body) => ({
        status: (body as { exit_event_id: string }).exit_event_id === "x3" ? 422 : 204,
      }),
      { mode: "single" },
    );
    expect(await sink.post(stays)).toMatchObject(["accepted", "accepted", { status: 422 }]);
    expect(
      got.map(({ body }) => (body as { exit_event_id: string }).exit_event_id).toSorted(),
    ).toEqual(["x1", "x2", "x3"]);
  });
});

describe("the trace of a request", () => {
  const stored = () => ({ status: 200, body: allStored });
  const tracer = new Tracer({ service: "backend" });
  const [one, other] = [tracer.begin(true), tracer.begin(true)];
  const headersOf = (got: readonly Got[]) =>
    got.map(({ headers }) => readTraceparent(headers["traceparent"]));

  it("is that of the event when it is for one alone", async () => {
    const { sink, got } = await aSink(stored);
    await sink.post(stays, [one, one, one]);
    expect(headersOf(got)).toMatchObject([{ traceId: one.traceId, isSampled: true }]);
    expect(headersOf(got)[0]?.spanId).not.toBe(one.spanId);
  });

  it("is its own when it is for many, sampled if one of them is", async () => {
    const { sink, got } = await aSink(stored);
    const silent = tracer.begin(false);
    await sink.post(stays, [one, other, undefined]);
    await sink.post(stays, [silent, { ...other, isSampled: false }, silent]);
    await sink.post(stays);
    const traces = headersOf(got);
    expect(traces.map((trace) => trace?.isSampled)).toEqual([true, false, false]);
    for (const trace of traces) expect([one.traceId, other.traceId]).not.toContain(trace?.traceId);
  });

  it("is that of each stay's event when they go one by one", async () => {
    const { sink, got } = await aSink(() => ({ status: 204 }), { mode: "single" });
    await sink.post(stays, [one, other, undefined]);
    const ids = headersOf(got).map((trace) => trace?.traceId);
    expect(ids).toEqual(expect.arrayContaining([one.traceId, other.traceId]));
    expect(new Set(ids).size).toBe(3);
  });

  it("changes nothing in what is sent", async () => {
    const { sink, got } = await aSink(stored);
    await sink.post(stays);
    await sink.post(stays, [one, other, one]);
    expect(got[1]?.body).toEqual(got[0]?.body);
    expect(JSON.stringify(got[1]?.body)).not.toContain(one.traceId);
  });

  it("exports the request with links, and each stay in the trace of its event", async () => {
    const exported: Span[] = [];
    const exporting = new Tracer({
      service: "backend",
      spans: { take: (_service, span) => void exported.push(span) },
    });
    const { sink } = await aSink(() => ({ status: 503 }), { spans: new PostSpans(exporting) });
    await expect(sink.post(stays, [one, other, tracer.begin(false)])).rejects.toThrow();
    const [request, ...rest] = exported;
    expect(request).toMatchObject({
      ...{ name: "POST stays", error: "HTTP_503", links: [one, other] },
      attributes: { "parking.stays": 3, "http.response.status_code": 503 },
    });
    expect(rest.map(({ name, trace, links }) => [name, trace.traceId, links])).toEqual([
      ["stay closed", one.traceId, [request?.trace]],
      ["stay closed", other.traceId, [request?.trace]],
    ]);
  });
});
