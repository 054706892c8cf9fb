import { auditTable, backfillLine } from "@boomgate/generators";
import type { WriteStream } from "node:tty";
import colors from "picocolors";
import type { Progress } from "../start-embedded.js";
import { LiveLine } from "./live-line.js";
import type { Output } from "./output.js";
import { sendCommand } from "./send-command.js";
import { reconciliationTable } from "./reconciliation-table.js";

/** For a person at a terminal: one line of counts, rewritten in place. */
export function createPrettyOutput(terminal: WriteStream): Output {
  const live = new LiveLine(terminal);
  const say = (text: string) => live.writeAbove(`${text}\n`);
  return {
    isTTY: true,
    everyMs: 250,
    write: (lines) => live.writeAbove(lines),
    started({ url, gatewayUrl, needsToken, metricsUrl }) {
      say(`Boomgate is running: ${colors.bold(colors.cyan(url))}`);
      say(`send an event: ${sendCommand(gatewayUrl, needsToken)}`);
      say(colors.dim(`metrics: ${metricsUrl}`));
      say(
        colors.dim(
          "Ctrl-C stops the traffic and accounts for every event; closed stays are kept, open ones are lost",
        ),
      );
    },
    backfilling: (progress) => live.show(backfillLine(progress)),
    progress: (progress, elapsedSeconds) => live.show(liveText(progress, elapsedSeconds)),
    draining: () => live.show("traffic has ended, waiting for events in the queues ..."),
    finished(reconciliation) {
      live.end();
      say(reconciliationTable(reconciliation).trimEnd());
    },
    audited: (audit, broken) => say(auditTable(audit, broken).trimEnd()),
  };
}

function liveText({ published, reads, parked }: Progress, elapsedSeconds: number): string {
  return [
    `${Math.floor(elapsedSeconds)} s`,
    `entries ${published.entries}`,
    `exits ${published.exits}`,
    `stays ${reads.closed / 2}`,
    `unmatched ${reads.unmatched}`,
    `open ${reads.open}`,
    `parked ${parked}`,
  ].join("  ");
}
