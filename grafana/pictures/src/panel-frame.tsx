import type { TimeRange } from "@grafana/data";
import { Icon, PanelChrome } from "@grafana/ui";
import type { RecordedPanel } from "../../src/pictures/recording.js";
import { visualOf } from "./visual-of.js";

interface PanelFrameProps {
  readonly recorded: RecordedPanel;
  readonly width: number;
  readonly height: number;
  readonly timeRange: TimeRange;
}

/** Title, description and link of a panel. */
export function PanelFrame({ recorded, width, height, timeRange }: PanelFrameProps) {
  const { panel } = recorded;
  const Visual = visualOf(panel.type);
  const [link] = panel.links ?? [];
  return (
    <PanelChrome
      width={width}
      height={height}
      title={panel.title}
      {...(panel.description === undefined ? {} : { description: panel.description })}
      titleItems={
        link?.url && (
          <PanelChrome.TitleItem href={link.url} title="What to do">
            <Icon name="external-link-alt" size="md" />
          </PanelChrome.TitleItem>
        )
      }
    >
      {(innerWidth, innerHeight) => (
        <Visual recorded={recorded} width={innerWidth} height={innerHeight} timeRange={timeRange} />
      )}
    </PanelChrome>
  );
}
