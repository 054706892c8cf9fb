import type { TimeRange } from "@grafana/data";
import type { ComponentType } from "react";
import type { RecordedPanel } from "../../src/pictures/recording.js";

export interface VisualProps {
  readonly recorded: RecordedPanel;
  readonly width: number;
  readonly height: number;
  readonly timeRange: TimeRange;
}

/** One file for each panel type, with Grafana's name of the type. A test compares the files with the dashboards. */
const files = import.meta.glob<{ readonly default: ComponentType<VisualProps> }>(
  "./visuals/*.tsx",
  { eager: true },
);

/** @throws {Error} when there is no file for the type */
export function visualOf(type: string): ComponentType<VisualProps> {
  const file = files[`./visuals/${type}.tsx`];
  if (!file) throw new Error(`there is no file that draws panels of the type ${type}`);
  return file.default;
}
