import {
  applyFieldOverrides,
  type DataFrame,
  type FieldConfigPropertyItem,
  type FieldConfigSource,
  FieldConfigOptionsRegistry,
  type GrafanaTheme2,
  identityOverrideProcessor,
} from "@grafana/data";

/** The field options that our dashboards use; Grafana's full list is not part of its components. */
const STANDARD = [
  "unit",
  "min",
  "max",
  "decimals",
  "displayName",
  "color",
  "thresholds",
  "mappings",
  "noValue",
];
const CUSTOM = [
  ...["drawStyle", "lineInterpolation", "lineWidth", "lineStyle", "fillOpacity", "gradientMode"],
  ...["showPoints", "pointSize", "spanNulls", "stacking", "thresholdsStyle", "hideFrom"],
  ...["axisPlacement", "axisLabel", "axisSoftMin", "axisSoftMax", "scaleDistribution"],
];

const propertyOf = (name: string, isCustom: boolean): FieldConfigPropertyItem => ({
  id: isCustom ? `custom.${name}` : name,
  path: name,
  name,
  isCustom,
  editor: () => null,
  override: () => null,
  process: identityOverrideProcessor,
  shouldApply: () => true,
});

const registry = new FieldConfigOptionsRegistry(() => [
  ...STANDARD.map((name) => propertyOf(name, false)),
  ...CUSTOM.map((name) => propertyOf(name, true)),
]);

/** Frames with the units, colours, limits and overrides of the panel. */
export function withFieldConfig(
  frames: readonly DataFrame[],
  own: FieldConfigSource,
  defaults: FieldConfigSource["defaults"],
  theme: GrafanaTheme2,
): DataFrame[] {
  return applyFieldOverrides({
    data: [...frames],
    fieldConfig: {
      ...own,
      defaults: {
        ...defaults,
        ...own.defaults,
        custom: { ...defaults.custom, ...own.defaults.custom },
      },
    },
    fieldConfigRegistry: registry,
    replaceVariables: (text) => text,
    theme,
    timeZone: "utc",
  });
}
