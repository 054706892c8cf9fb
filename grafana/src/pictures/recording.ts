import type { Series } from "../live/ask-prometheus.js";
import type { PlainPanel } from "../plain-dashboard.js";

/** A dashboard and what a Prometheus answered to its queries: all that is needed to draw it. */
export interface Recording {
  readonly title: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly panels: readonly RecordedPanel[];
}

export interface RecordedPanel {
  readonly panel: DrawablePanel;
  readonly stepSeconds: number;
  readonly answers: readonly RecordedAnswer[];
}

interface RecordedAnswer {
  readonly refId: string;
  readonly legendFormat: string;
  readonly series: readonly Series[];
}

/** What is read of Grafana's classic JSON to draw it. */
export interface DrawablePanel extends Omit<PlainPanel, "fieldConfig" | "options"> {
  readonly fieldConfig?: object;
  readonly options?: Readonly<Record<string, unknown>>;
}
