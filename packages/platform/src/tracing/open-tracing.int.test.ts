import { freePort, startCollector } from "@boomgate/testing";
import { describeWithTracing } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { createLogger, Registry } from "../telemetry/index.js";
import { openTracing } from "./index.js";

async function aTracing(endpoint: string) {
  const lines: string[] = [];
  const registry = new Registry();
  const tracing = await openTracing({
    config: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, TRACE_SAMPLED_SHARE: 1 },
    registry,
    log: createLogger({
      ...{ service: "test", level: "info", showPlates: false },
      destination: { write: (line) => void lines.push(line) },
    }),
  });
  const tracer = tracing.tracerOf("backend");
  const exportSpan = (name: string) => {
    const trace = tracer.begin();
    const links = [tracer.begin()];
    const attributes = { "parking.stays": 3, "parking.outcome": "closed" };
    tracer.export({
      ...{ name, kind: "client", trace, links, attributes, error: "NO_ANSWER" },
      ...{ startMs: 1_763_683_200_123.25, endMs: 1_763_683_200_125.5 },
    });
    return { trace, link: links[0] };
  };
  const linesWith = (text: string) => lines.filter((line) => line.includes(text));
  const count = async (result: string) => {
    const { values } = (await registry.getSingleMetric("parking_trace_spans_total")?.get()) ?? {};
    return values?.find(({ labels }) => labels["result"] === result)?.value ?? 0;
  };
  return { tracing, exportSpan, linesWith, count };
}

describeWithTracing("export by OpenTelemetry", () => {
  it("sends spans as they were exported", async () => {
    const collector = await startCollector();
    const { tracing, exportSpan, count } = await aTracing(`${collector.url}/`);
    const { trace, link } = exportSpan("POST stays");
    await tracing.close();
    expect(await count("exported")).toBe(1);
    expect(collector.spans).toEqual([
      expect.objectContaining({
        ...{ service: "backend", name: "POST stays", kind: 3, isError: true },
        ...{ traceId: trace.traceId, spanId: trace.spanId, parentSpanId: "" },
        ...{ startNano: 1_763_683_200_123_250_000n, endNano: 1_763_683_200_125_500_000n },
        attributes: { "parking.stays": 3, "parking.outcome": "closed" },
        links: [expect.objectContaining({ traceId: link?.traceId, spanId: link?.spanId })],
      }),
    ]);
    await collector.stop();
  });

  it("goes on without a collector, says so once, and sends again when there is one", async () => {
    const port = await freePort();
    const { tracing, exportSpan, linesWith, count } = await aTracing(`http://127.0.0.1:${port}`);
    exportSpan("before");
    await expect.poll(() => count("failed"), { timeout: 30_000 }).toBe(1);
    exportSpan("again");
    await expect.poll(() => count("failed"), { timeout: 30_000 }).toBe(2);
    expect(linesWith("the collector of traces is away")).toHaveLength(1);
    const collector = await startCollector(port);
    exportSpan("after");
    await collector.find(({ name }) => name === "after");
    await expect.poll(() => linesWith("the collector of traces is back")).toHaveLength(1);
    await tracing.close();
    await collector.stop();
  }, 90_000);
});
