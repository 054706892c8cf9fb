import { type Logger, reportedTogether } from "@boomgate/platform/telemetry";
import { traceFields } from "@boomgate/platform/tracing";
import type { EventMiddleware } from "./handler.js";

/** Four of five exits may match nothing: a line for each would be most of the log. */
const REPORT_EVERY_MS = 10_000;

/** An exit that matched nothing is an outcome, not an error: their number is logged once in a while, each of them at debug. */
export function withOutcomeLog(log: Logger): EventMiddleware {
  const logsEach = log.isLevelEnabled("debug");
  const countUnmatched = reportedTogether(REPORT_EVERY_MS, (exits) => {
    log.info({ exits }, "exits matched no entry, so far");
  });
  return (next) => async (message) => {
    const processed = await next(message);
    const { outcome } = processed;
    if (logsEach) {
      const { queue, messageId } = message.delivery;
      const fields = { queue, messageId, outcome, ...traceFields(message.trace) };
      log.debug(fields, "event processed");
    }
    if (outcome === "unmatched") countUnmatched();
    return processed;
  };
}
