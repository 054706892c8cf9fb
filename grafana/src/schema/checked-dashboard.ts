import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type * as heatmap from "@grafana/grafana-foundation-sdk/heatmap";
import type * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import type * as stat from "@grafana/grafana-foundation-sdk/stat";
import type * as text from "@grafana/grafana-foundation-sdk/text";
import type * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";

/**
 * A classic dashboard of the kinds of panels used here: the SDK's types, and where they say `any`, those of
 * the panel's own module. The JSON schema is generated from it.
 */
export interface CheckedDashboard extends Omit<dashboard.Dashboard, "panels"> {
  panels: CheckedPanel[];
}

/** @discriminator type */
type CheckedPanel =
  | dashboard.RowPanel
  | PanelOf<"timeseries", timeseries.Options, CustomFields<timeseries.FieldConfig>>
  | PanelOf<"heatmap", heatmap.Options, CustomFields<heatmap.FieldConfig>>
  | PanelOf<"stat", stat.Options, PlainFields>
  | PanelOf<"text", text.Options, PlainFields>;

interface PanelOf<Type extends string, Options, Fields> extends Omit<
  dashboard.Panel,
  "type" | "targets" | "options" | "fieldConfig"
> {
  type: Type;
  targets?: Omit<prometheus.Dataquery, "_implementsDataqueryVariant">[];
  options?: Options;
  fieldConfig?: Fields;
}

interface PlainFields {
  defaults: Standard;
  overrides: Override<SetStandard>[];
}

interface CustomFields<Custom> {
  defaults: Standard & { custom?: Custom };
  overrides: Override<SetStandard | SetCustom<Custom>>[];
}

type Standard = Omit<dashboard.FieldConfig, "custom">;

interface Override<Property> {
  /** Those for which the SDK's builders have a method. */
  matcher: { id: "byName" | "byRegexp" | "byType" | "byFrameRefID"; options: string };
  properties: Property[];
}

type SetStandard = {
  [Name in keyof Standard]-?: { id: Name; value: Exclude<Standard[Name], undefined> };
}[keyof Standard];

type SetCustom<Custom> = {
  [Name in Extract<keyof Custom, string>]-?: {
    id: `custom.${Name}`;
    value: Exclude<Custom[Name], undefined>;
  };
}[Extract<keyof Custom, string>];
