import { getValueFormat, formattedValueToString, type GrafanaTheme2 } from "@grafana/data";
import {
  AxisPlacement,
  ScaleDirection,
  ScaleDistribution,
  ScaleOrientation,
  GraphDrawStyle,
} from "@grafana/schema";
import { UPlotChart, UPlotConfigBuilder, useTheme2 } from "@grafana/ui";
import { scaleColors } from "../scale-colors.js";
import { bucketsOf, type Buckets } from "../../../src/pictures/buckets.js";
import type { VisualProps } from "../visual-of.js";

const LEGEND_HEIGHT = 30;

interface HeatmapOptions {
  readonly yAxis: { readonly unit?: string };
  readonly cellGap: number;
  readonly color: { readonly scheme: string; readonly steps: number };
}

/**
 * Grafana's heatmap is not one of its components: axes and plot are Grafana's, the cells are painted here in the colours
 * that Grafana uses.
 */
export default function HeatmapVisual({ recorded, width, height, timeRange }: VisualProps) {
  const theme = useTheme2();
  const options = recorded.panel.options as unknown as HeatmapOptions;
  const buckets = bucketsOf(recorded);
  const colors = scaleColors(options.color.scheme, options.color.steps, theme.isDark);
  const unit = getValueFormat(options.yAxis.unit ?? "none");
  const labelOf = (bound: number) =>
    Number.isFinite(bound) ? formattedValueToString(unit(bound)) : "+Inf";
  const builder = new UPlotConfigBuilder("utc");
  builder.addScale({
    scaleKey: "x",
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => [timeRange.from.valueOf(), timeRange.to.valueOf()],
  });
  builder.addScale({
    scaleKey: "y",
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    distribution: ScaleDistribution.Linear,
    range: () => [0, buckets.bounds.length],
  });
  builder.addAxis({
    scaleKey: "x",
    isTime: true,
    placement: AxisPlacement.Bottom,
    timeZone: "utc",
    theme,
  });
  builder.addAxis({
    scaleKey: "y",
    placement: AxisPlacement.Left,
    theme,
    grid: { show: false },
    splits: (_plot: unknown) =>
      buckets.bounds.map((_bound, row) => row + 1).filter((row) => row % 2 === 0),
    values: (_plot: unknown, rows: readonly number[]) =>
      rows.map((row) => labelOf(buckets.bounds[row - 1] ?? 0)),
  });
  builder.addSeries({
    scaleKey: "y",
    theme,
    drawStyle: GraphDrawStyle.Points,
    show: true,
    pathBuilder: () => null,
    pointsBuilder: () => undefined,
  });
  builder.addHook("draw", (plot) => paintCells(plot, buckets, colors, options.cellGap));
  const data: [number[], null[]] = [buckets.times, buckets.times.map(() => null)];
  return (
    <>
      <UPlotChart config={builder} data={data} width={width} height={height - LEGEND_HEIGHT} />
      <ColorScale colors={colors} max={buckets.max} theme={theme} />
    </>
  );
}

function paintCells(plot: uPlot, buckets: Buckets, colors: readonly string[], gap: number): void {
  const { ctx } = plot;
  const stepMs = buckets.stepSeconds * 1_000;
  ctx.save();
  ctx.beginPath();
  ctx.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
  ctx.clip();
  buckets.times.forEach((ms, column) => {
    const left = Math.round(plot.valToPos(ms - stepMs, "x", true));
    const right = Math.round(plot.valToPos(ms, "x", true));
    buckets.counts[column]?.forEach((count, row) => {
      if (count <= 1e-9) return;
      const bottom = Math.round(plot.valToPos(row, "y", true));
      const top = Math.round(plot.valToPos(row + 1, "y", true));
      const color = Math.min(colors.length - 1, Math.floor((count / buckets.max) * colors.length));
      ctx.fillStyle = colors[color] ?? "";
      ctx.fillRect(left, top, Math.max(1, right - left - gap), bottom - top - gap);
    });
  });
  ctx.restore();
}

function ColorScale(props: {
  readonly colors: readonly string[];
  readonly max: number;
  readonly theme: GrafanaTheme2;
}) {
  const { colors, max, theme } = props;
  return (
    <div
      style={{
        width: 240,
        margin: "4px auto 0",
        color: theme.colors.text?.secondary,
        fontSize: 12,
      }}
    >
      <div style={{ height: 8, background: `linear-gradient(90deg, ${colors.join(",")})` }} />
      <div style={{ display: "flex", justifyContent: "space-between" }}>
        <span>0</span>
        <span>{Math.round(max)} events</span>
      </div>
    </div>
  );
}
