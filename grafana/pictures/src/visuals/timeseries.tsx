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

/** Grafana's defaults. */
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
 * `TimeSeries` is deprecated in @grafana/ui, as Grafana's own panel no longer uses it. Before an update, check that it still
 * exists.
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
