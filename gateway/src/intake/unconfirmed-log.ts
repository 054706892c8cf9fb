import { type Logger, reportedTogether } from "@boomgate/platform/telemetry";

const REPORT_EVERY_MS = 1_000;

/**
 * Logs how many requests had events that the broker did not confirm, and one of the reasons: while the broker is away
 * there may be thousands a second.
 */
export function unconfirmedLog(log: Pick<Logger, "warn">): (failures: readonly unknown[]) => void {
  let reason: unknown;
  const count = reportedTogether(REPORT_EVERY_MS, (requests) => {
    log.warn({ err: reason, requests }, "events were not confirmed");
    reason = undefined;
  });
  return ([failure]) => {
    reason ??= failure;
    count();
  };
}
