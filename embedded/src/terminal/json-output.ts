import { auditJson, rateOf, secondsLeft } from "@boomgate/generators";
import type { Output } from "./output.js";
import { sendCommand } from "./send-command.js";

/** One JSON object per line, each with its `event`. */
export function createJsonOutput(write: (text: string) => void): Output {
  const print = (event: string, fields: object = {}) =>
    write(`${JSON.stringify({ event, ...fields })}\n`);
  return {
    isTTY: false,
    everyMs: 5_000,
    write,
    started: ({ url, gatewayUrl, needsToken, metricsUrl }) =>
      print("started", {
        page: url,
        gateway: gatewayUrl,
        metrics: metricsUrl,
        send_an_event: sendCommand(gatewayUrl, needsToken),
      }),
    backfilling: ({ share, published, seconds }) =>
      print("backfill", {
        share,
        published,
        per_second: rateOf({ published, seconds }),
        seconds_left: secondsLeft({ share, seconds }),
      }),
    progress: ({ published, reads, parked }, elapsedSeconds) =>
      print("progress", { elapsed_seconds: Math.round(elapsedSeconds), published, reads, parked }),
    draining: () => print("draining"),
    finished: ({ publishedEvents, accountedEvents, noPlate, differences, ...sides }) =>
      print("reconciliation", {
        published_events: publishedEvents,
        accounted_events: accountedEvents,
        ...sides,
        no_plate: noPlate,
        agrees: differences.length === 0,
        differences,
      }),
    audited: (audit, broken) => print("audit", auditJson(audit, broken)),
  };
}
