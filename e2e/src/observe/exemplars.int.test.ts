import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithProgram } from "@boomgate/testing/vitest";
import {
  Counter,
  createRegistry,
  HotHistogram,
  startTelemetryServer,
} from "@boomgate/platform/telemetry";
import { Tracer } from "@boomgate/platform/tracing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningPrometheus, startPrometheus } from "./start-prometheus.js";

const { traceId } = new Tracer({ service: "test" }).begin();

describeWithProgram("prometheus", "a Prometheus that scrapes us", () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-exemplars-"));
  const ends: (() => Promise<void>)[] = [];
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    const registry = createRegistry("test");
    const registers = [registry];
    const seconds = new HotHistogram({
      ...{ name: "work_seconds", help: "x", labelNames: ["kind"], buckets: [0.001, 1], registers },
    });
    seconds.observe({ kind: "a" }, 0.5, { traceId, isSampled: true });
    new Counter({ name: "seen_total", help: "x", registers }).inc(7);
    const readiness = () => ({});
    const server = await startTelemetryServer({
      ...{ host: "127.0.0.1", port: 0, registry, readiness },
    });
    ends.unshift(() => server.stop());
    prometheus = await startPrometheus(folder, () => [
      { job: "test", address: new URL(server.url).host },
    ]);
    ends.unshift(() => prometheus.stop());
  }, 60_000);
  afterAll(async () => {
    for (const end of ends) await end();
    rmSync(folder, { recursive: true });
  }, 60_000);

  const ask = async (path: string, parameters: Record<string, string>) => {
    const query = new URLSearchParams(parameters).toString();
    const answer = await fetch(`${prometheus.url}/api/v1/${path}?${query}`);
    return ((await answer.json()) as { data: unknown }).data;
  };
  const valueOf = async (query: string) =>
    (await ask("query", { query })) as { result: { value: [number, string] }[] };

  it("stores the trace of an observation, and keeps the names of all series", async () => {
    const minutes = (count: number) => String(Date.now() / 1_000 + count * 60);
    const exemplars = () =>
      ask("query_exemplars", {
        query: 'histogram_quantile(0.5, rate(work_seconds_bucket{kind="a"}[1m]))',
        ...{ start: minutes(-10), end: minutes(1) },
      });
    await expect.poll(exemplars, { timeout: 30_000 }).toMatchObject([
      {
        seriesLabels: { __name__: "work_seconds_bucket", kind: "a" },
        exemplars: [{ labels: { trace_id: traceId }, value: "0.5" }],
      },
    ]);
    for (const [query, value] of [
      ["seen_total", "7"],
      ['work_seconds_bucket{le="0.001"}', "0"],
      ['count(boomgate_build_info{job="test"})', "1"],
      ["count(process_cpu_seconds_total)", "1"],
    ] as const) {
      expect((await valueOf(query)).result[0]?.value[1], query).toBe(value);
    }
  });
});
