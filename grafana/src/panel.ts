import {
  DashboardLinkBuilder,
  ThresholdsConfigBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as heatmap from "@grafana/grafana-foundation-sdk/heatmap";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import { colorsByMeaning, shadesOfRed } from "./colors.js";
import { runbookUrlOf } from "./runbook-link.js";

/** The one datasource, by the uid that grafana/provisioning gives it. */
export const DATASOURCE = { type: "prometheus", uid: "boomgate-prometheus" };

export interface Query {
  readonly expr: string;
  /** As in Grafana: "{{event_type}}" is replaced by the label. */
  readonly legend: string;
  /** Errors: red, in shades. */
  readonly isBad?: true;
}

/** One panel: what it shows, what it means, and what to do when it looks wrong. */
export interface PanelSpec {
  readonly kind: "line" | "stack" | "stat" | "heatmap";
  readonly title: string;
  readonly description: string;
  /** Grafana's name of a unit: "s" (latencies), "dthms" (stays: 01:30:00), "eps" (events), "recps" (stays), "percentunit", "short". */
  readonly unit: string;
  /** Of 24 columns. */
  readonly width: number;
  readonly queries: readonly Query[];
  /** Section of docs/runbook.md. */
  readonly runbook: string;
  /** Turns red from here on. */
  readonly alarm?: number;
  /** Is red below it. */
  readonly alarmBelow?: number;
  readonly decimals?: number;
  /** The axis reaches at least so far: where zero is usual, Grafana would draw one from 0 to 100. */
  readonly softMax?: number;
  /** For times: a millisecond and a second on one axis. */
  readonly isLogarithmic?: true;
  /** Differences, which may be below zero. */
  readonly isSigned?: true;
  /** Colours by what the legend's last word means. */
  readonly isColoredByMeaning?: true;
  /** Words instead of the numbers 0, 1 and so on. */
  readonly states?: readonly string[];
}

type PanelBuilder = stat.PanelBuilder | timeseries.PanelBuilder | heatmap.PanelBuilder;

export function panelOf(spec: PanelSpec, id: number, gridPos: dashboard.GridPos): PanelBuilder {
  const panel = visualOf(spec)
    .id(id)
    .title(spec.title)
    .description(spec.description)
    .datasource(DATASOURCE)
    .gridPos(gridPos)
    .links([whatToDo(spec.runbook)]);
  spec.queries.forEach((query, index) =>
    panel.withTarget(targetOf(query, refIdOf(index), spec.kind)),
  );
  return panel;
}

const whatToDo = (section: string) =>
  new DashboardLinkBuilder("What to do")
    .type(dashboard.DashboardLinkType.Link)
    .url(runbookUrlOf(section));

function visualOf(spec: PanelSpec): PanelBuilder {
  if (spec.kind === "heatmap") return heatmapOf(spec);
  if (spec.kind === "stat") return statOf(spec);
  const panel = new timeseries.PanelBuilder()
    .unit(spec.unit)
    .fillOpacity(fillOf(spec))
    .lineWidth(spec.kind === "stack" ? 0 : 1) // else a series of zeros paints over the one below it
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi));
  if (spec.decimals !== undefined) panel.decimals(spec.decimals);
  if (spec.kind === "stack") {
    panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  }
  if (spec.softMax !== undefined) panel.axisSoftMax(spec.softMax);
  if (spec.isLogarithmic) {
    const base = spec.unit === "bytes" ? 2 : 10; // else 100 MB would be written as 95.4 MiB
    panel.scaleDistribution(
      new common.ScaleDistributionConfigBuilder().type(common.ScaleDistribution.Log).log(base),
    );
  } else if (!spec.isSigned) panel.min(0); // a logarithm has no zero
  if (spec.alarm !== undefined) {
    panel
      .thresholds(thresholdsOf(spec))
      .thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
      );
  }
  colorSeries(panel, spec);
  return panel;
}

/** Areas of several lines over each other would be mud. */
function fillOf({ kind, queries }: PanelSpec): number {
  if (kind === "stack") return 60;
  return queries.length > 1 || queries.some(({ legend }) => legend.includes("{{")) ? 0 : 8;
}

function colorSeries(panel: timeseries.PanelBuilder, spec: PanelSpec): void {
  if (spec.isColoredByMeaning) {
    for (const { regexp, properties } of colorsByMeaning()) {
      panel.overrideByRegexp(regexp, properties);
    }
  }
  spec.queries.forEach(({ isBad }, index) => {
    if (isBad) panel.overrideByQuery(refIdOf(index), shadesOfRed());
  });
}

function statOf(spec: PanelSpec): stat.PanelBuilder {
  const panel = new stat.PanelBuilder()
    .unit(spec.unit)
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.Area)
    .orientation(common.VizOrientation.Horizontal) // one below the other, all of one size
    .textMode(common.BigValueTextMode.ValueAndName) // else the number stands on the line behind it
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .thresholds(thresholdsOf(spec));
  if (spec.decimals !== undefined) panel.decimals(spec.decimals);
  if (spec.states) {
    const options = Object.fromEntries(
      spec.states.map((text, index) => [String(index), { text, index }]),
    );
    panel.mappings([{ type: dashboard.MappingType.ValueToText, options }]);
  }
  return panel;
}

function heatmapOf({ unit }: PanelSpec): heatmap.PanelBuilder {
  return new heatmap.PanelBuilder()
    .calculate(false)
    .yAxis(new heatmap.YAxisConfigBuilder().unit(unit))
    .cellGap(1)
    .color(
      new heatmap.HeatmapColorOptionsBuilder()
        .mode(heatmap.HeatmapColorMode.Scheme)
        .scheme("Oranges")
        .steps(64),
    );
}

function thresholdsOf({ alarm, alarmBelow }: PanelSpec): ThresholdsConfigBuilder {
  const steps: dashboard.Threshold[] = [
    { value: null, color: alarmBelow === undefined ? "green" : "red" },
    ...(alarmBelow === undefined ? [] : [{ value: alarmBelow, color: "green" }]),
    ...(alarm === undefined ? [] : [{ value: alarm, color: "red" }]),
  ];
  return new ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps);
}

const refIdOf = (index: number) => String.fromCodePoint(65 + index);

function targetOf({ expr, legend }: Query, refId: string, kind: PanelSpec["kind"]) {
  const target = new prometheus.DataqueryBuilder()
    .refId(refId)
    .expr(expr)
    .legendFormat(legend)
    .format(
      kind === "heatmap"
        ? prometheus.PromQueryFormat.Heatmap
        : prometheus.PromQueryFormat.TimeSeries,
    )
    .datasource(DATASOURCE)
    .range();
  return isOfHistogram(expr) ? target.exemplar(true) : target;
}

/** Only there are examples with a trace; Grafana shows them as dots. */
const isOfHistogram = (expr: string) => /\w_bucket\b/.test(expr);
