import { outcomesExchangeOf, type QueueNames } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import type { MessageBroker } from "@boomgate/platform/messaging";

/** The summary API does not take the outcomes that wait for it. */
export class LedgerBehindError extends Error {
  readonly code = "LEDGER_BEHIND";

  constructor(readonly waiting: number) {
    super(
      `${waiting} messages wait for the ledger and do not become fewer: is the summary API running, with LEDGER=on?`,
    );
    this.name = "LedgerBehindError";
  }
}

const PAUSE_MS = 100;
/** A summary API that was restarted takes outcomes again within this time. */
const STANDSTILL_MS = 60_000;
/** Messages in hand are not counted; they are stored within this time, or are in the queue again. */
const IN_HAND_MS = 3_000;

/**
 * Waits until all outcomes that were published before are stored: until the queue was empty, and was so again after the
 * time that messages in hand take. Others may come meanwhile.
 * @throws {LedgerBehindError | QueueMissingError}
 */
export async function ledgerCaughtUp(
  broker: Pick<MessageBroker, "depth">,
  names: QueueNames,
  clock: Clock,
): Promise<void> {
  const queue = outcomesExchangeOf(names); // the queue has the name of its exchange
  let fewest = Number.POSITIVE_INFINITY;
  let fewestAtMs = clock.now();
  let emptyAtMs: number | undefined;
  for (;;) {
    const waiting = await broker.depth(queue);
    const nowMs = clock.now();
    if (waiting < fewest || waiting === 0) [fewest, fewestAtMs] = [waiting, nowMs];
    if (waiting === 0) emptyAtMs ??= nowMs;
    if (waiting === 0 && nowMs - (emptyAtMs ?? nowMs) >= IN_HAND_MS) return;
    if (nowMs - fewestAtMs >= STANDSTILL_MS) throw new LedgerBehindError(waiting);
    await clock.sleep(PAUSE_MS);
  }
}
