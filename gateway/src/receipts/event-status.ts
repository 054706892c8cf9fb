import type { LedgerRead } from "../ports/read-ledger.js";

/** What has become of an event. */
export interface EventStatus {
  readonly id: string;
  readonly kind: "entry" | "exit";
  readonly status: LedgerRead["state"] | "queued" | "unknown";
  readonly since: Date;
  readonly stayId?: string | undefined;
  /** Why it was parked last. */
  readonly code?: string | undefined;
  /** A sentence, where the status needs one. */
  readonly reason?: string | undefined;
}

export const statusOfRead = (read: LedgerRead): EventStatus => ({
  id: read.id,
  kind: read.kind,
  status: read.state,
  since: read.since,
  stayId: read.stayId,
  code: read.parkedCode,
});
