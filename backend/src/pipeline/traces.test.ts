import { encodeEvent, HEADERS, parkedQueueOf, pipelineTopology } from "@boomgate/contracts";
import type { StaySummary } from "@boomgate/contracts";
import { readConfig } from "@boomgate/platform/config";
import { createMemoryBroker, type Delivery } from "@boomgate/platform/messaging";
import { createLogger, Registry } from "@boomgate/platform/telemetry";
import { readTraceparent, type Span, type TraceContext, Tracer } from "@boomgate/platform/tracing";
import { afterEach, describe, expect, it } from "vitest";
import { MemoryPlateHistoryStore } from "../adapters/memory/memory-plate-history-store.js";
import { lifetimes } from "../domain/history.fixture.js";
import { backendSettings } from "../config.js";
import { startBackend } from "../container.js";

const names = { entryQueue: "entries", exitQueue: "exits", prefix: "" };
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;
const NOW_MS = Date.UTC(2026, 2, 1, 12);
const clock = { now: () => NOW_MS, sleep: () => new Promise<void>(() => undefined) };

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function aBackend(tracer?: Tracer) {
  const broker = createMemoryBroker({ topology: pipelineTopology(names, "classic") });
  const posted: { readonly stay: StaySummary; readonly trace: TraceContext | undefined }[] = [];
  const lines: Record<string, unknown>[] = [];
  const registry = new Registry();
  const backend = await startBackend(readConfig(backendSettings, { LEDGER: "off" }), {
    broker,
    store: new MemoryPlateHistoryStore(clock, lifetimes),
    sink: {
      post: async (stays, traces) => {
        posted.push(...stays.map((stay, index) => ({ stay, trace: traces?.[index] })));
        return stays.map(() => "accepted" as const);
      },
    },
    names,
    clock,
    log: createLogger({
      ...{ service: "backend", level: "info", showPlates: false },
      destination: { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[0]) },
    }),
    registry,
    ...(tracer ? { tracer } : {}),
  });
  stops.push(async () => {
    await backend.stop();
    await broker.close();
  });
  const send = (routingKey: string, body: Buffer | string, headers: object) =>
    broker.publish({
      ...{ exchange: "", routingKey, body: Buffer.from(body), messageId: "m1" },
      headers: { ...headers },
    });
  const shared = { plate: "AB123CD", lotId: "main" };
  return {
    posted,
    lines,
    registry,
    send,
    enter: (headers: object) => {
      const enteredAt = new Date(NOW_MS - 3_600_000);
      const body = encodeEvent({ kind: "entry", id: "m1", ...shared, enteredAt });
      return send(names.entryQueue, body, headers);
    },
    leave: (headers: object) => {
      const exitedAt = new Date(NOW_MS - 60_000);
      return send(
        names.exitQueue,
        encodeEvent({ kind: "exit", id: "x1", ...shared, exitedAt }),
        headers,
      );
    },
    idle: () => expect.poll(() => backend.inHandCount).toBe(0),
    parked: async () => {
      const queue = parkedQueueOf(names);
      await expect.poll(() => broker.depth(queue)).toBe(1);
      const deliveries: Delivery[] = [];
      await broker.consume(queue, { prefetch: 1 }, (delivery) => void deliveries.push(delivery));
      await expect.poll(() => deliveries.length).toBe(1);
      return deliveries[0]?.headers ?? {};
    },
  };
}

describe("the trace of an event", () => {
  it("goes on into the posting of its stay, as a child", async () => {
    const { enter, leave, posted } = await aBackend();
    await enter({});
    await leave({ traceparent });
    await expect.poll(() => posted.length).toBe(1);
    expect(posted[0]?.trace).toMatchObject({
      traceId: TRACE,
      parentSpanId: "00f067aa0ba902b7",
      isSampled: true,
    });
  });

  it.each([
    ["none", {}],
    ["one that is not sampled", { traceparent: `${traceparent.slice(0, -2)}00` }],
    ["a malformed one", { traceparent: "what?" }],
    ["one that is no text", { traceparent: { a: 1 } }],
  ])("changes nothing in the stay: %s", async (_name, headers) => {
    const [plain, other] = [await aBackend(), await aBackend()];
    for (const [backend, given] of [
      [plain, { traceparent }],
      [other, headers],
    ] as const) {
      await backend.enter(given);
      await backend.idle();
      await backend.leave(given);
      await expect.poll(() => backend.posted.length).toBe(1);
    }
    expect(other.posted[0]?.stay).toEqual(plain.posted[0]?.stay);
    expect(JSON.stringify(plain.posted[0]?.stay)).not.toContain(TRACE);
  });

  it("is an example of the calls to the store that served it", async () => {
    const { enter, registry } = await aBackend();
    await enter({ traceparent });
    const tracesOf = async (call: string) => {
      const metric = await registry.getSingleMetric("parking_store_call_seconds")?.get();
      const values = metric?.values.filter(({ labels }) => labels["call"] === call) ?? [];
      return values.flatMap((value) => ("exemplar" in value ? [value.exemplar] : []));
    };
    for (const call of ["load", "save"]) {
      await expect.poll(() => tracesOf(call)).toMatchObject([{ labelSet: { trace_id: TRACE } }]);
    }
  });

  it("is in the log line of its failure, and stays with the parked message", async () => {
    const { send, parked, lines } = await aBackend();
    await send(names.entryQueue, "{", { traceparent });
    expect(await parked()).toMatchObject({ traceparent, [HEADERS.parkedCode]: "CONTRACT_BROKEN" });
    expect(lines.find(({ msg }) => msg === "event parked")).toMatchObject({
      level: "warn",
      trace_id: TRACE,
      span_id: expect.stringMatching(/^(?!00f067aa0ba902b7)[0-9a-f]{16}$/),
    });
  });

  it("is a new one for a message without, the same in the line and with the parked message", async () => {
    const { send, parked, lines } = await aBackend();
    await send(names.entryQueue, "{", { traceparent: "00-1" });
    const trace = readTraceparent((await parked())["traceparent"]);
    expect(trace?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(lines.find(({ msg }) => msg === "event parked")).toMatchObject({
      trace_id: trace?.traceId,
    });
  });

  it("is exported as wait and processing, with the code of what failed", async () => {
    const exported: Span[] = [];
    const spans = { take: (_service: string, span: Span) => void exported.push(span) };
    const { send, enter, parked } = await aBackend(new Tracer({ service: "backend", spans }));
    await enter({ traceparent, [HEADERS.publishedAt]: NOW_MS });
    await expect
      .poll(() => exported.map(({ name }) => name))
      .toEqual(["wait entry", "process entry"]);
    const [wait, process] = exported;
    expect(wait?.trace).toMatchObject({ traceId: TRACE, parentSpanId: "00f067aa0ba902b7" });
    expect(process?.trace).toMatchObject({ traceId: TRACE, parentSpanId: wait?.trace.spanId });
    expect(process?.attributes).toMatchObject({ "parking.event.id": "m1" });
    expect(process?.error).toBeUndefined();
    await send(names.exitQueue, "{", { traceparent: `${traceparent.slice(0, -2)}00` });
    await parked();
    expect(exported).toHaveLength(2); // not sampled, not exported
    await send(names.exitQueue, "{", {});
    await expect.poll(() => exported.at(-1)).toMatchObject({ error: "CONTRACT_BROKEN" });
    expect(exported.at(-1)?.trace.parentSpanId).toBeUndefined();
  });
});
