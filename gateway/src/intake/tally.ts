import { OPTIONAL_FIELDS } from "@boomgate/contracts";
import { ITEM_CODES, type ItemResult } from "../domain/item-result.js";
import type { GatewayMetrics } from "../telemetry/gateway-metrics.js";

/** Counts since the start of the process. */
export interface Counts {
  /** Events that the broker has. */
  readonly accepted: number;
  readonly ignored: number;
  /** Events and whole requests, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Requests whose events were judged. */
  readonly batches: number;
  /** Ms since 1970; `undefined` before the first. */
  readonly lastConfirmedMs: number | undefined;
}

const REQUEST_CODES = [
  ...["BACKLOG_FULL", "BODY_TOO_LARGE", "BROKER_AWAY", "GATEWAY_FULL", "NOT_JSON", "TOO_FAST"],
] as const;

/** Counts what became of requests and their events, for metrics and for `GET /api/v1/stats`. */
export class Tally {
  private accepted = 0;
  private ignored = 0;
  private batches = 0;
  private lastConfirmedMs: number | undefined;
  private readonly refused = new Map<string, number>();

  constructor(
    private readonly metrics: Pick<GatewayMetrics, "events" | "refusals" | "ignoredFields">,
    private readonly nowMs: () => number,
  ) {
    // A counter that first appears with 1 has, for Prometheus, never increased.
    metrics.events.inc({ result: "queued", code: "" }, 0);
    metrics.events.inc({ result: "ignored", code: "NO_PLATE" }, 0);
    for (const code of ITEM_CODES) metrics.events.inc({ result: "refused", code }, 0);
    for (const code of REQUEST_CODES) metrics.refusals.inc({ code }, 0);
    for (const field of OPTIONAL_FIELDS) metrics.ignoredFields.inc({ field }, 0);
  }

  judged(results: readonly ItemResult[]): void {
    this.batches += 1;
    for (const each of results) {
      const code = each.status === "queued" ? "" : each.code;
      this.metrics.events.inc({ result: each.status, code });
      if (each.status === "queued") this.addAccepted(each.ignoredFields);
      else if (each.status === "ignored") this.ignored += 1;
      else this.addRefused(each.code);
    }
    if (results.some(({ status }) => status === "queued")) this.lastConfirmedMs = this.nowMs();
  }

  /** A whole request, before its events were judged. */
  refusedRequest(code: string): void {
    this.metrics.refusals.inc({ code });
    this.addRefused(code);
  }

  get counts(): Counts {
    const { accepted, ignored, batches, lastConfirmedMs } = this;
    return {
      accepted,
      ignored,
      batches,
      lastConfirmedMs,
      refused: Object.fromEntries(this.refused),
    };
  }

  private addAccepted(ignoredFields: readonly string[] = []): void {
    this.accepted += 1;
    for (const field of ignoredFields) this.metrics.ignoredFields.inc({ field });
  }

  private addRefused(code: string): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }
}
