import { setTimeout as sleep } from "node:timers/promises";

interface SinkCounts {
  readonly closed: number;
  readonly void: number;
}

interface StatsAnswer extends SinkCounts {
  readonly counted_at: string;
}

const ASK_EVERY_MS = 100;

/** The number of stays in the sink, read over HTTP. Waits for a count taken after the call, as the sink caches counts. */
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
      throw new Error("the answer of the sink has no counts");
    }
    if (Date.parse(counted_at) >= askedAtMs) return { closed, void: voided };
    await sleep(ASK_EVERY_MS);
  }
}

/** The stays of this run: the data folder may hold stays of earlier runs. */
export const added = (before: SinkCounts, after: SinkCounts): SinkCounts => ({
  closed: after.closed - before.closed,
  void: after.void - before.void,
});
