import {
  type FieldConfigSource,
  type FieldDisplay,
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  ThresholdsMode,
  VizOrientation,
} from "@grafana/data";
import {
  BigValue,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  useTheme2,
  VizRepeater,
} from "@grafana/ui";
import { withFieldConfig } from "../field-config.js";
import { framesOf } from "../frames.js";
import type { VisualProps } from "../visual-of.js";

/** Grafana's defaults. */
const DEFAULTS = {
  thresholds: {
    mode: ThresholdsMode.Absolute,
    steps: [
      { value: -Infinity, color: "green" },
      { value: 80, color: "red" },
    ],
  },
};

interface StatOptions {
  readonly reduceOptions: { readonly calcs: string[] };
  readonly colorMode?: BigValueColorMode;
  readonly graphMode?: BigValueGraphMode;
  readonly justifyMode?: BigValueJustifyMode;
  readonly textMode?: BigValueTextMode;
  readonly orientation?: VizOrientation;
}

export default function StatVisual({ recorded, width, height, timeRange }: VisualProps) {
  const theme = useTheme2();
  const options = recorded.panel.options as unknown as StatOptions;
  const fieldConfig = recorded.panel.fieldConfig as FieldConfigSource;
  const graphMode = options.graphMode ?? BigValueGraphMode.Area;
  const values = getFieldDisplayValues({
    data: withFieldConfig(framesOf(recorded), fieldConfig, DEFAULTS, theme),
    reduceOptions: options.reduceOptions,
    fieldConfig,
    replaceVariables: (text) => text,
    sparkline: graphMode !== BigValueGraphMode.None,
    theme,
    timeZone: "utc",
  });
  return (
    <VizRepeater<FieldDisplay, ReturnType<typeof getDisplayValueAlignmentFactors>>
      source={recorded}
      renderCounter={0}
      getValues={() => values}
      getAlignmentFactors={(shown) => getDisplayValueAlignmentFactors(shown)}
      orientation={options.orientation ?? VizOrientation.Auto}
      autoGrid
      {...{ width, height }}
      renderValue={({ value, width: own, height: high, count, alignmentFactors }) => (
        <BigValue
          theme={theme}
          value={value.display}
          {...(value.sparkline ? { sparkline: { ...value.sparkline, timeRange } } : {})}
          colorMode={options.colorMode ?? BigValueColorMode.Value}
          graphMode={graphMode}
          justifyMode={options.justifyMode ?? BigValueJustifyMode.Auto}
          textMode={options.textMode ?? BigValueTextMode.Auto}
          alignmentFactors={alignmentFactors}
          count={count}
          width={own}
          height={high}
        />
      )}
    />
  );
}
