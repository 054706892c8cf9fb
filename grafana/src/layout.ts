import {
  type Dashboard,
  DashboardBuilder,
  RowBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { type PanelSpec, panelOf } from "./panel.js";

const COLUMNS = 24;
const HEIGHTS = { stat: 4, line: 8, stack: 8, heatmap: 8 } as const;

export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

export interface DashboardSpec {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly RowSpec[];
}

/** Panels flow from left to right, line by line; those of one line are as high as its highest. */
export function dashboardOf(spec: DashboardSpec): Dashboard {
  const builder = newDashboard(spec);
  let id = 1;
  let y = 0;
  for (const row of spec.rows) {
    builder.withRow(new RowBuilder(row.title).id(id++).gridPos({ x: 0, y, w: COLUMNS, h: 1 }));
    y += 1;
    for (const line of linesOf(row.panels)) {
      const h = Math.max(...line.map(({ kind }) => HEIGHTS[kind]));
      let x = 0;
      for (const panel of line) {
        builder.withPanel(panelOf(panel, id++, { x, y, w: panel.width, h }));
        x += panel.width;
      }
      y += h;
    }
  }
  return builder.build();
}

/** A panel that does not fit into its line begins the next one. */
function linesOf(panels: readonly PanelSpec[]): readonly (readonly PanelSpec[])[] {
  const lines: PanelSpec[][] = [];
  let left = 0;
  for (const panel of panels) {
    if (panel.width > left) {
      lines.push([]);
      left = COLUMNS;
    }
    lines.at(-1)?.push(panel);
    left -= panel.width;
  }
  return lines;
}

export function newDashboard({ uid, title, description }: Omit<DashboardSpec, "rows">) {
  return new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(["boomgate"])
    .timezone("browser")
    .readonly()
    .refresh("5s")
    .time({ from: "now-15m", to: "now" });
}
