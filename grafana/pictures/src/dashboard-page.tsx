import { dateTime, type TimeRange } from "@grafana/data";
import { Icon, Text, ToolbarButton, useTheme2 } from "@grafana/ui";
import type { CSSProperties } from "react";
import type { RecordedPanel, Recording } from "../../src/pictures/recording.js";
import { PanelFrame } from "./panel-frame.js";

/** Grafana's grid, in pixels. */
const PAGE = { width: 1_600, padding: 16, columns: 24, rowHeight: 30, gap: 8 };

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A dashboard in Grafana's layout: title and time, then the panels on the grid. */
export function DashboardPage({ recording }: { readonly recording: Recording }) {
  const theme = useTheme2();
  const { panels, title, fromMs, toMs } = recording;
  const timeRange: TimeRange = {
    from: dateTime(fromMs),
    to: dateTime(toMs),
    raw: { from: dateTime(fromMs), to: dateTime(toMs) },
  };
  const boxes = panels.map(({ panel }) => boxOf(panel.gridPos));
  const height = Math.max(...boxes.map(({ top, height: own }) => top + own));
  const page: CSSProperties = {
    boxSizing: "border-box",
    width: PAGE.width,
    padding: PAGE.padding,
    background: theme.colors.background?.canvas,
  };
  return (
    <div style={page}>
      <div style={{ display: "flex", justifyContent: "space-between", marginBottom: PAGE.padding }}>
        <Text element="h1" variant="h3">
          {title}
        </Text>
        <ToolbarButton icon="clock-nine" variant="canvas">
          {`${atTime(fromMs)} to ${atTime(toMs)} UTC`}
        </ToolbarButton>
      </div>
      <div style={{ position: "relative", height }}>
        {panels.map((recorded, index) => {
          const box = boxes[index];
          return (
            box && (
              <div key={recorded.panel.id} style={{ position: "absolute", ...box }}>
                <GridItem recorded={recorded} box={box} timeRange={timeRange} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function GridItem(props: {
  readonly recorded: RecordedPanel;
  readonly box: Box;
  readonly timeRange: TimeRange;
}) {
  const { recorded, box, timeRange } = props;
  if (recorded.panel.type !== "row") {
    return (
      <PanelFrame recorded={recorded} width={box.width} height={box.height} {...{ timeRange }} />
    );
  }
  return (
    <div style={{ display: "flex", alignItems: "center", gap: 8, height: box.height }}>
      <Icon name="angle-down" />
      <Text element="h2" variant="h6">
        {recorded.panel.title}
      </Text>
    </div>
  );
}

function boxOf({ x, y, w, h }: RecordedPanel["panel"]["gridPos"]): Box {
  const { width, padding, columns, rowHeight, gap } = PAGE;
  const column = (width - 2 * padding + gap) / columns;
  return {
    left: Math.round(x * column),
    top: y * (rowHeight + gap),
    width: Math.round(w * column - gap),
    height: h * (rowHeight + gap) - gap,
  };
}

const atTime = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace("T", " ");
