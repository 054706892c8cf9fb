export interface SinkCounts {
  readonly closed: number;
  readonly void: number;
}

/** Asks the sink itself, over HTTP, how many stays it holds. */
export async function readSinkCounts(apiUrl: string): Promise<SinkCounts> {
  const answer = await fetch(`${apiUrl}/api/v1/stats`, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`the sink answered ${answer.status} when asked for its counts`);
  const stats = (await answer.json()) as Partial<SinkCounts>;
  if (stats.closed === undefined || stats.void === undefined) {
    throw new Error("the sink did not tell how many stays it holds");
  }
  return { closed: stats.closed, void: stats.void };
}

/** What came in between: the data folder may hold stays of runs before. */
export const added = (before: SinkCounts, after: SinkCounts): SinkCounts => ({
  closed: after.closed - before.closed,
  void: after.void - before.void,
});
