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
import { runbookUrlOf } from "./runbook-link.js";

/** The one datasource, by the uid that grafana/provisioning gives it. */
export const DATASOURCE = { type: "prometheus", uid: "boomgate-prometheus" };

export interface Query {
  readonly expr: string;
  /** As in Grafana: "{{event_type}}" is replaced by the label. */
  readonly legend: string;
}

/** One panel: what it shows, what it means, and what to do when it looks wrong. */
export interface PanelSpec {
  readonly kind: "line" | "stack" | "stat" | "heatmap";
  readonly title: string;
  readonly description: string;
  /** Grafana's name of a unit: "s", "reqps", "percentunit", "short". */
  readonly unit: string;
  /** Of 24 columns. */
  readonly width: number;
  readonly queries: readonly Query[];
  /** Section of docs/runbook.md. */
  readonly runbook: string;
  /** Turns red from here on. */
  readonly alarm?: number;
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
    panel.withTarget(targetOf(query, String.fromCodePoint(65 + index), spec.kind)),
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
    .min(0)
    .fillOpacity(spec.kind === "stack" ? 30 : 8)
    .lineWidth(1)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi));
  if (spec.kind === "stack") {
    panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  }
  if (spec.alarm !== undefined) {
    panel
      .thresholds(thresholdsOf(spec.alarm))
      .thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
      );
  }
  return panel;
}

function statOf({ unit, alarm }: PanelSpec): stat.PanelBuilder {
  return new stat.PanelBuilder()
    .unit(unit)
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.Area)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .thresholds(thresholdsOf(alarm));
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

function thresholdsOf(alarm: number | undefined): ThresholdsConfigBuilder {
  const steps: dashboard.Threshold[] = [{ value: null, color: "green" }];
  return new ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(alarm === undefined ? steps : [...steps, { value: alarm, color: "red" }]);
}

function targetOf({ expr, legend }: Query, refId: string, kind: PanelSpec["kind"]) {
  return new prometheus.DataqueryBuilder()
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
}
