import { createPrometheusClient } from "@boomgate/grafana";
import { describeWith, describeWithProgram } from "@boomgate/testing/vitest";
import { afterEach, describe, expect, it } from "vitest";
import type { ObservedRun } from "./observed-run.js";
import { openObservedRun, UncheckableError } from "./open-observed-run.js";
import type { ObserveOptions } from "./options.js";
import { PrometheusMissingError, requirePrometheus } from "./start-prometheus.js";

const options = { for: undefined, check: false, rate: 50, backends: 1 } as const;

describe("without a Prometheus", () => {
  it("an error says how to install one, before anything is started", () => {
    const withEmptyPath = () => requirePrometheus("");
    expect(withEmptyPath).toThrow(PrometheusMissingError);
    for (const way of ["apt-get install", "brew install", "https://", "docker compose up"]) {
      expect(withEmptyPath).toThrow(way);
    }
  });
});

describeWithProgram("prometheus", "services with traffic that a Prometheus watches", () => {
  let run: ObservedRun | undefined;
  afterEach(async () => {
    await run?.stop();
    run = undefined;
  });

  async function seesEvents(services: ObserveOptions["services"]): Promise<void> {
    const lines: string[] = [];
    run = await openObservedRun({ ...options, services }, (line) => lines.push(line));
    expect(lines.length).toBeGreaterThan(0);
    expect((await fetch(run.pageUrl)).status).toBe(200);
    const prometheus = createPrometheusClient(run.prometheus.url);
    const events = () => {
      const now = { from: new Date(), to: new Date() };
      return prometheus.queryRange("sum(rate(parking_events_total[1m])) > 0", now, 1);
    };
    await expect.poll(events).toHaveLength(1);
  }

  it("can be one process, without alerts about missing services", async () => {
    await seesEvents("embedded");
    const ask = async (query: string) => {
      const now = { from: new Date(), to: new Date() };
      return createPrometheusClient(run?.prometheus.url ?? "").queryRange(query, now, 1);
    };
    const evaluated = "min(prometheus_rule_group_last_evaluation_timestamp_seconds) > 0";
    await expect.poll(() => ask(evaluated)).toHaveLength(1);
    // These may be pending after a cold start.
    expect(await ask('ALERTS{alertname!~"ProcessingBudgetBurns.+"}')).toEqual([]);
  });

  it("cannot be checked in one process", () =>
    expect(
      openObservedRun({ ...options, services: "embedded", check: true }, () => undefined),
    ).rejects.toThrow(UncheckableError));

  describeWith(["rabbitmq", "redis", "postgres"], "in services that already run", () => {
    it("can be several processes, with queues and keys of their own", () => seesEvents("found"));
  });
});
