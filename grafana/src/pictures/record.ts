import { readFileSync } from "node:fs";
import type { PrometheusClient, TimeSpan } from "../live/ask-prometheus.js";
import { intervalsOf, withIntervals } from "./intervals.js";
import type { DrawablePanel, RecordedPanel, Recording } from "./recording.js";

/** File names in grafana/dashboards and docs/images. The page of the runbook is text. */
export const PICTURED = ["pipeline", "car-parks", "slo"] as const;

interface RecordOptions {
  readonly prometheus: PrometheusClient;
  readonly span: TimeSpan;
  /** How often that Prometheus scrapes; Grafana has it from its data source. */
  readonly scrapeSeconds: number;
}

/** Asks every query of a dashboard, as it is committed, over the time span. */
export async function record(
  name: (typeof PICTURED)[number],
  options: RecordOptions,
): Promise<Recording> {
  const file = new URL(`../../dashboards/${name}.json`, import.meta.url);
  const { title, panels } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly title: string;
    readonly panels: readonly DrawablePanel[];
  };
  const { from, to } = options.span;
  return {
    title,
    fromMs: from.getTime(),
    toMs: to.getTime(),
    panels: await Promise.all(panels.map((panel) => recordPanel(panel, options))),
  };
}

const COLUMN_PIXELS = 65;

async function recordPanel(
  panel: DrawablePanel,
  { prometheus, span, scrapeSeconds }: RecordOptions,
): Promise<RecordedPanel> {
  const intervals = intervalsOf({
    rangeSeconds: (span.to.getTime() - span.from.getTime()) / 1_000,
    widthPixels: panel.gridPos.w * COLUMN_PIXELS,
    scrapeSeconds,
  });
  const answers = (panel.targets ?? []).map(async ({ refId, expr, legendFormat }) => {
    const query = withIntervals(expr, intervals);
    return {
      refId,
      legendFormat,
      series: await prometheus.queryRange(query, span, intervals.stepSeconds),
    };
  });
  return { panel, stepSeconds: intervals.stepSeconds, answers: await Promise.all(answers) };
}
