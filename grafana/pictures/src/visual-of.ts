import type { TimeRange } from "@grafana/data";
import type { ComponentType } from "react";
import type { RecordedPanel } from "../../src/pictures/recording.js";

export interface VisualProps {
  readonly recorded: RecordedPanel;
  readonly width: number;
  readonly height: number;
  readonly timeRange: TimeRange;
}

/** One file for each panel type, named as Grafana names the type; a check compares them with the dashboards. */
const files = import.meta.glob<{ readonly default: ComponentType<VisualProps> }>(
  "./visuals/*.tsx",
  { eager: true },
);

/** @throws when there is no file for the type */
export function visualOf(type: string): ComponentType<VisualProps> {
  const file = files[`./visuals/${type}.tsx`];
  if (!file) throw new Error(`nobody draws panels of the type ${type}`);
  return file.default;
}
