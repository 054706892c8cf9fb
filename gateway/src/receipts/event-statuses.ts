import { pause } from "@boomgate/platform/lifecycle";
import { LedgerOffError, type ReadLedger } from "../ports/read-ledger.js";
import type { SettledEvents } from "../ports/settled-events.js";
import { type EventStatus, statusOfRead } from "./event-status.js";
import type { Receipt } from "./receipts.js";

interface StatusParts {
  readonly ledger: ReadLedger;
  readonly settled: SettledEvents;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Finds out what became of the event of a receipt, without a store of its own. */
export class EventStatuses {
  constructor(private readonly parts: StatusParts) {}

  /** @throws {DependencyUnavailableError} when the ledger does not answer */
  async of(receipt: Receipt): Promise<EventStatus> {
    try {
      return (await this.known(receipt)) ?? (await this.notKnown(receipt));
    } catch (error) {
      if (!(error instanceof LedgerOffError)) throw error;
      return unknownOf(receipt, "What becomes of events is not kept here");
    }
  }

  /** As `of`; while the event is queued, asks again until `waitMs` have passed. */
  async wait(receipt: Receipt, waitMs: number, signal: AbortSignal): Promise<EventStatus> {
    const endMs = performance.now() + waitMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const status = await this.of(receipt);
      const leftMs = endMs - performance.now();
      if (status.status !== "queued" || leftMs <= 0 || signal.aborted) return status;
      await pause(Math.min(pauseMs, leftMs), signal);
    }
  }

  private async known({ identity }: Receipt): Promise<EventStatus | undefined> {
    const [read] = await this.parts.ledger.find(identity, 1);
    return read && statusOfRead(read);
  }

  /** Queued, unless nothing of that time can be on its way any more. */
  private async notKnown(receipt: Receipt): Promise<EventStatus> {
    if (!(await this.parts.settled.areSettled(receipt.acceptedMs))) {
      const { id, kind } = receipt.identity;
      return { id, kind, status: "queued", since: new Date(receipt.acceptedMs) };
    }
    // It may have reached the ledger between the two questions.
    const reason = "It was accepted, no queue holds it any more, and the ledger does not have it";
    return (await this.known(receipt)) ?? unknownOf(receipt, reason);
  }
}

const unknownOf = ({ identity, acceptedMs }: Receipt, reason: string): EventStatus => ({
  id: identity.id,
  kind: identity.kind,
  status: "unknown",
  since: new Date(acceptedMs),
  reason,
});
