import { describe, expect, it } from "vitest";
import { asksForOpenMetrics } from "./accepted.js";
import { Counter, createRegistry, Gauge, HotCounter, HotHistogram, Registry } from "./metrics.js";
import { openMetricsText } from "./open-metrics.js";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const seriesOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) =>
      line.slice(
        0,
        line.lastIndexOf(" ", line.includes(" # ") ? line.indexOf(" # ") - 1 : undefined),
      ),
    );

function aRegistry() {
  const registry = new Registry();
  const registers = [registry];
  const seconds = new HotHistogram({
    ...{ name: "work_seconds", help: 'Time of "work".', buckets: [0.1, 1], registers },
    labelNames: ["kind"],
  });
  return { registry, registers, seconds };
}

describe("OpenMetrics", () => {
  it("shows the trace of the latest sampled observation of each bucket", async () => {
    const { registry, seconds } = aRegistry();
    seconds.observe({ kind: "a" }, 0.05, { traceId: "1".repeat(32), isSampled: true });
    seconds.observe({ kind: "a" }, 0.06, { traceId, isSampled: true });
    seconds.observe({ kind: "a" }, 0.07, { traceId: "2".repeat(32), isSampled: false });
    seconds.observe({ kind: "a" }, 0.5);
    seconds.observe({ kind: "a" }, 7, { traceId, isSampled: true });
    const lines = (await openMetricsText(registry)).split("\n");
    const example = (value: number) => ` # {trace_id="${traceId}"} ${value} `;
    expect(lines).toEqual([
      String.raw`# HELP work_seconds Time of \"work\".`,
      "# TYPE work_seconds histogram",
      expect.stringContaining(`work_seconds_bucket{le="0.1",kind="a"} 3${example(0.06)}`),
      'work_seconds_bucket{le="1",kind="a"} 4',
      expect.stringContaining(`work_seconds_bucket{le="+Inf",kind="a"} 5${example(7)}`),
      expect.stringMatching(/^work_seconds_sum\{kind="a"\} 7\.68/),
      'work_seconds_count{kind="a"} 5',
      "# EOF",
      "",
    ]);
    const at = Number(lines[2]?.split(" ").at(-1));
    expect(Math.abs(at - Date.now() / 1_000)).toBeLessThan(60);
  });

  it("calls every series as the text format does, before and after", async () => {
    const { registry, registers, seconds } = aRegistry();
    seconds.observe({ kind: 'a "quote"\n' }, 0.05, { traceId, isSampled: true });
    new Counter({ name: "seen_total", help: "x", registers }).inc(2);
    new Counter({ name: "seen_badly", help: "x", registers }).inc(3);
    new HotCounter({ name: "hot_total", help: "x", labelNames: ["k"], registers }).inc({ k: "v" });
    new Gauge({ name: "level", help: "x", registers }).set(Number.POSITIVE_INFINITY);
    const before = await registry.metrics();
    const open = await openMetricsText(registry);
    expect(seriesOf(open)).toEqual(seriesOf(before));
    expect(await registry.metrics()).toBe(before);
    expect(open).toContain("# TYPE seen counter\nseen_total 2\n");
    expect(open).toContain("# TYPE seen_badly unknown\nseen_badly 3\n");
    expect(open).toContain("level +Inf\n");
  });

  it("holds the metrics of the process as well", async () => {
    const registry = createRegistry("test");
    expect(await openMetricsText(registry)).toContain("\nprocess_cpu_seconds_total ");
  });
});

describe("the format of a scrape", () => {
  const OPEN = "application/openmetrics-text";
  it.each([
    [undefined, false],
    ["*/*", false],
    ["text/plain", false],
    [OPEN, true],
    [
      `${OPEN};version=1.0.0,${OPEN};version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1`,
      true,
    ],
    [
      `${OPEN};version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=1.0.0;q=0.4,*/*;q=0.1`,
      true,
    ],
    [`${OPEN};q=0`, false],
    [`text/plain;q=0.9,${OPEN};q=0.5`, false],
    [`${OPEN};q=what`, false],
    ["application/openmetrics-textual", false],
  ])("for Accept: %s is OpenMetrics: %s", (accept, expected) => {
    expect(asksForOpenMetrics(accept)).toBe(expected);
  });
});
