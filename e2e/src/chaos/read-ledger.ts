import { setTimeout as sleep } from "node:timers/promises";
import { outcomesExchangeOf, parseReadPage } from "@boomgate/contracts";
import { readDepths } from "../broker-depths.js";
import type { Environment } from "../environment.js";
import { readSamples, sumOf } from "../read-samples.js";
import type { ServiceProcess } from "../service-process.js";
import type { LedgerRead } from "./final-state.js";

const EMPTY_POLLS = 3;
const POLL_EVERY_MS = 200;

/**
 * Resolves when several polls in a row find no outcome in the queue, and none that the API has taken and not stored.
 * @throws {Error} when some are left after the time limit
 */
export async function drainOutcomes(
  { amqpUrl, names }: Environment,
  api: ServiceProcess,
  timeoutMs: number,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  for (let emptyPolls = 0; emptyPolls < EMPTY_POLLS;) {
    const [waiting = 0] = await readDepths(amqpUrl, [outcomesExchangeOf(names)]);
    const left = waiting + sumOf(await readSamples(api.metricsUrl), "parking_ledger_in_hand");
    if (left > 0 && performance.now() > deadlineMs) {
      throw new Error(
        `${left} messages of outcomes are not in the ledger after ${timeoutMs / 1_000} s`,
      );
    }
    emptyPolls = left === 0 ? emptyPolls + 1 : 0;
    await sleep(POLL_EVERY_MS);
  }
}

/** All reads of the ledger, read page by page. @throws {Error} when the API has no ledger */
export async function readLedger(apiUrl: string): Promise<readonly LedgerRead[]> {
  const reads: LedgerRead[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${apiUrl}/api/v1/reads?limit=500${query}`);
    if (!answer.ok) throw new Error(`the ledger answered ${answer.status}`);
    const page = parseReadPage(await answer.text());
    reads.push(...page.reads);
    cursor = page.nextCursor;
  }
  return reads;
}
