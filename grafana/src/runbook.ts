import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import * as text from "@grafana/grafana-foundation-sdk/text";
import { newDashboard } from "./layout.js";
import { readRunbook } from "./runbook-link.js";

/** docs/runbook.md as a dashboard, one panel a section: "What to do" opens just that section. */
export function runbookDashboard(): Dashboard {
  const builder = newDashboard({
    uid: "boomgate-runbook",
    title: "Runbook",
    description:
      "What to do when a panel looks wrong or an alert fires; the same as docs/runbook.md.",
  }).refresh("");
  readRunbook().forEach((section, index) =>
    builder.withPanel(
      new text.PanelBuilder()
        .id(index + 1)
        .title(section.title)
        .mode(text.TextMode.Markdown)
        .content(section.text)
        .gridPos({ x: (index % 2) * 12, y: Math.floor(index / 2) * 7, w: 12, h: 7 }),
    ),
  );
  return builder.build();
}
