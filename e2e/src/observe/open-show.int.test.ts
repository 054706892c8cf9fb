import { createPrometheusClient } from "@boomgate/grafana";
import { describeWith, describeWithProgram } from "@boomgate/testing/vitest";
import { afterEach, describe, expect, it } from "vitest";
import { openShow, type Show } from "./open-show.js";
import type { ObserveOptions } from "./options.js";
import { PrometheusMissingError, requirePrometheus } from "./start-prometheus.js";

const options = { for: undefined, check: false, rate: 50, backends: 1 } as const;

describe("without a Prometheus", () => {
  it("says how to get one, before anything is started", () => {
    const withEmptyPath = () => requirePrometheus("");
    expect(withEmptyPath).toThrow(PrometheusMissingError);
    for (const way of ["apt-get install", "brew install", "https://", "docker compose up"]) {
      expect(withEmptyPath).toThrow(way);
    }
  });
});

describeWithProgram("prometheus", "services with traffic that a Prometheus watches", () => {
  let show: Show | undefined;
  afterEach(async () => {
    await show?.end();
    show = undefined;
  });

  async function seesEvents(services: ObserveOptions["services"]): Promise<void> {
    const lines: string[] = [];
    show = await openShow({ ...options, services }, (line) => lines.push(line));
    expect(lines.length).toBeGreaterThan(0);
    expect((await fetch(show.pageUrl)).status).toBe(200);
    const prometheus = createPrometheusClient(show.prometheus.url);
    const events = () => {
      const now = { from: new Date(), to: new Date() };
      return prometheus.queryRange("sum(rate(parking_events_total[1m])) > 0", now, 1);
    };
    await expect.poll(events).toHaveLength(1);
  }

  it("may be one process", () => seesEvents("embedded"));

  describeWith(["rabbitmq", "redis", "postgres"], "that were found", () => {
    it("may be several, in a corner of their own", () => seesEvents("found"));
  });
});
