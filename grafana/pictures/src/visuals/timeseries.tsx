import { FieldColorModeId, type FieldConfigSource } from "@grafana/data";
import {
  GraphDrawStyle,
  type VizLegendOptions,
  LegendDisplayMode,
  VisibilityMode,
} from "@grafana/schema";
import { TimeSeries, useTheme2 } from "@grafana/ui";
import { withFieldConfig } from "../field-config.js";
import { framesOf } from "../frames.js";
import type { VisualProps } from "../visual-of.js";

/** What Grafana takes where a panel says nothing. */
const DEFAULTS = {
  color: { mode: FieldColorModeId.PaletteClassic },
  custom: {
    drawStyle: GraphDrawStyle.Line,
    lineWidth: 1,
    fillOpacity: 0,
    showPoints: VisibilityMode.Auto,
    pointSize: 5,
    spanNulls: false,
  },
};
const LEGEND: VizLegendOptions = {
  displayMode: LegendDisplayMode.List,
  placement: "bottom",
  showLegend: true,
  calcs: [],
};

/**
 * `TimeSeries` is deprecated in @grafana/ui, as Grafana's panel has moved on from it: before a newer version
 * is taken, see whether it is still there.
 */
export default function TimeSeriesVisual({ recorded, width, height, timeRange }: VisualProps) {
  const theme = useTheme2();
  const { fieldConfig, options } = recorded.panel;
  const frames = withFieldConfig(
    framesOf(recorded),
    fieldConfig as FieldConfigSource,
    DEFAULTS,
    theme,
  );
  return (
    <TimeSeries
      frames={frames}
      width={width}
      height={height}
      timeRange={timeRange}
      timeZone="utc"
      legend={{ ...LEGEND, ...(options?.legend as Partial<VizLegendOptions>) }}
    />
  );
}
