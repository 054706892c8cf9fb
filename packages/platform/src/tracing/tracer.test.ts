import { describe, expect, it } from "vitest";
import { RecentTraces, type Span, Tracer, wallMs } from "./index.js";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

const spanOf = (trace: Span["trace"]): Span => ({
  ...{ name: "work", kind: "internal", trace, startMs: 1, endMs: 2, attributes: {} },
});

describe("a tracer", () => {
  it("continues a trace with a span of its own", () => {
    const trace = new Tracer({ service: "test" }).continue(`00-${TRACE}-${SPAN}-00`);
    expect(trace).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, isSampled: false });
    expect(trace.spanId).not.toBe(SPAN);
  });

  it("gives no id twice, across pools of random bytes", () => {
    const tracer = new Tracer({ service: "test" });
    const traces = Array.from({ length: 2_000 }, () => tracer.begin());
    expect(new Set(traces.map(({ traceId }) => traceId)).size).toBe(2_000);
    expect(new Set(traces.map(({ spanId }) => spanId)).size).toBe(2_000);
    for (const { traceId, spanId } of traces) {
      expect(`${traceId} ${spanId}`).toMatch(/^[0-9a-f]{32} [0-9a-f]{16}$/);
    }
  });

  it("samples the share of the traces it begins, and keeps what others decided", () => {
    const none = new Tracer({ service: "test", sampledShare: 0 });
    expect(none.begin().isSampled).toBe(false);
    expect(none.continue(`00-${TRACE}-${SPAN}-01`).isSampled).toBe(true);
    const all = new Tracer({ service: "test", sampledShare: 1 });
    expect(all.begin().isSampled).toBe(true);
    expect(all.continue(`00-${TRACE}-${SPAN}-00`).isSampled).toBe(false);
    const some = new Tracer({ service: "test", sampledShare: 0.25 });
    const sampled = Array.from({ length: 4_000 }, () => some.begin()).filter(
      (trace) => trace.isSampled,
    );
    expect(Math.abs(sampled.length - 1_000)).toBeLessThan(165); // six standard deviations
  });

  it("exports spans of sampled traces only, under its name", () => {
    const taken: string[] = [];
    const spans = { take: (service: string, { name }: Span) => void taken.push(service, name) };
    const tracer = new Tracer({ service: "backend", spans });
    tracer.export(spanOf(tracer.begin(true)));
    tracer.export(spanOf(tracer.begin(false)));
    expect(taken).toEqual(["backend", "work"]);
    expect([tracer.willExport(tracer.begin(true)), tracer.willExport(tracer.begin(false))]).toEqual(
      [true, false],
    );
    expect(new Tracer({ service: "backend" }).willExport(tracer.begin(true))).toBe(false);
  });
});

describe("recent traces", () => {
  it("forget the oldest first", () => {
    const tracer = new Tracer({ service: "test" });
    const [a, b, c] = [tracer.begin(), tracer.begin(), tracer.begin()];
    const recent = new RecentTraces(2);
    recent.remember("a", a);
    recent.remember("b", b);
    recent.remember("a", c); // again: the latest now
    recent.remember("c", c);
    expect(["a", "b", "c"].map((name) => recent.of(name))).toEqual([c, undefined, c]);
  });
});

describe("the clock of spans", () => {
  it("is near that of the system", () => {
    expect(Math.abs(wallMs() - Date.now())).toBeLessThan(50);
    expect(wallMs(performance.now() - 1_000)).toBeLessThan(wallMs() - 900);
  });
});
