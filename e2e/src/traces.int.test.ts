import { type Collector, type CollectedSpan, startCollector } from "@boomgate/testing";
import { describeWith, describeWithTracing } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceProcesses } from "./service-processes.js";
import { openEnvironment, type Environment } from "./environment.js";

const CARS = "30";

describeWithTracing("traces of all services", () => {
  describeWith(["rabbitmq", "redis", "postgres"], "over real services", () => {
    let environment: Environment;
    let processes: ServiceProcesses;
    let collector: Collector;

    beforeAll(async () => {
      collector = await startCollector();
      environment = await openEnvironment("classic");
      processes = await ServiceProcesses.over(environment);
      const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
      await processes.startReady("summary-api", traced);
      await processes.startReady("backend", traced);
      const traffic = { ...traced, COUNT: CARS, ENTRY_RATE: "200", EXIT_RATE: "20" };
      await processes.start("entry-generator", traffic);
      await processes.start("exit-generator", { ...traffic, EXIT_KNOWN_PLATE_THRESHOLD: "0" });
    }, 60_000);
    afterAll(async () => {
      await processes.killAll();
      await environment.remove(false);
      await collector.stop();
    }, 60_000);

    const parentOf = (span: CollectedSpan) =>
      collector.find(
        ({ traceId, spanId }) => traceId === span.traceId && spanId === span.parentSpanId,
      );
    const linkedTo = ({ links }: CollectedSpan, nth: number) =>
      collector.find(({ spanId }) => spanId === links[nth]?.spanId);
    /** From a span up to the root of its trace: "service: name". */
    const waysUp = async (span: CollectedSpan): Promise<string[]> => [
      `${span.service}: ${span.name}`,
      ...(span.parentSpanId === "" ? [] : await waysUp(await parentOf(span))),
    ];

    it("lead from the gate to the commit of the stay, and back to the entry", async () => {
      const stay = await collector.find(
        ({ name, links }) => name === "stay closed" && links.length === 2,
      );
      expect(await waysUp(stay)).toEqual([
        "backend: stay closed",
        "backend: process exit",
        "backend: wait exit",
        "exit-generator: publish exit",
      ]);
      const [request, entry] = [await linkedTo(stay, 0), await linkedTo(stay, 1)];
      expect(request).toMatchObject({ service: "backend", name: "POST stays", kind: 3 });
      expect(await waysUp(entry)).toEqual([
        "backend: process entry",
        "backend: wait entry",
        "entry-generator: publish entry",
      ]);
      expect(entry.attributes["parking.event.id"]).toBe(stay.attributes["parking.entry.id"]);
      const commit = await collector.find(
        ({ name, traceId }) => name === "commit" && traceId === request.traceId,
      );
      expect((await waysUp(commit)).slice(0, 3)).toEqual([
        "summary-api: commit",
        "summary-api: POST /api/v1/summaries",
        "backend: POST stays",
      ]);
      expect(commit.startNano).toBeLessThanOrEqual(commit.endNano);
    }, 60_000);

    it("join a request to the one event it is for, or link it to each of many", async () => {
      const request = await collector.find(({ name }) => name === "POST stays");
      const isOne = request.parentSpanId !== "";
      expect(request.links.length > 0).toBe(!isOne);
      const origins = isOne
        ? [await parentOf(request)]
        : await Promise.all(request.links.map((_, nth) => linkedTo(request, nth)));
      expect(new Set(origins.map(({ name }) => name.split(" ")[0]))).toEqual(new Set(["process"]));
    }, 60_000);

    it("hold no plate", () => {
      expect(collector.spans.length).toBeGreaterThan(0);
      const texts = collector.spans.map(({ name, attributes }) =>
        JSON.stringify({ name, attributes }),
      );
      expect(texts.filter((text) => /\b[A-Z]{2}[0-9]{3}[A-Z]{2}\b/.test(text))).toEqual([]);
    });
  });
});
