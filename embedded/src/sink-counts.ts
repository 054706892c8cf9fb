import { setTimeout as sleep } from "node:timers/promises";

export interface SinkCounts {
  readonly closed: number;
  readonly void: number;
}

interface StatsAnswer extends SinkCounts {
  readonly counted_at: string;
}

const ASK_AGAIN_MS = 100;

/** Asks the sink itself, over HTTP, how many stays it holds: now, as it may tell an older count. */
export async function readSinkCounts(
  apiUrl: string,
  token: string | undefined,
): Promise<SinkCounts> {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const askedAtMs = Date.now();
  for (;;) {
    const signal = AbortSignal.timeout(10_000);
    const answer = await fetch(`${apiUrl}/api/v1/stats`, { headers, signal });
    if (!answer.ok) throw new Error(`the sink answered ${answer.status} when asked for its counts`);
    const { closed, void: voided, counted_at } = (await answer.json()) as Partial<StatsAnswer>;
    if (closed === undefined || voided === undefined || counted_at === undefined) {
      throw new Error("the sink did not tell how many stays it holds");
    }
    if (Date.parse(counted_at) >= askedAtMs) return { closed, void: voided };
    await sleep(ASK_AGAIN_MS);
  }
}

/** What came in between: the data folder may hold stays of runs before. */
export const added = (before: SinkCounts, after: SinkCounts): SinkCounts => ({
  closed: after.closed - before.closed,
  void: after.void - before.void,
});
