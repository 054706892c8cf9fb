/** How many reads the ledger has, by what became of them. */
export type LedgerCounts = Readonly<Record<string, number>>;

interface CountsAnswer {
  readonly counts: readonly { readonly state: string; readonly count: number }[];
}

/** Asks the API how many reads the ledger has. @returns undefined with LEDGER=off */
export async function readLedgerCounts(
  apiUrl: string,
  token: string | undefined,
): Promise<LedgerCounts | undefined> {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const signal = AbortSignal.timeout(30_000);
  const answer = await fetch(`${apiUrl}/api/v1/reads/counts`, { headers, signal });
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`the ledger answered ${answer.status} when asked for its counts`);
  const { counts } = (await answer.json()) as CountsAnswer;
  const sums: Record<string, number> = {};
  for (const { state, count } of counts) sums[state] = (sums[state] ?? 0) + count;
  return sums;
}

/** The reads of this run: the data folder may hold reads of earlier runs. */
export async function ledgerSince(
  before: LedgerCounts | undefined,
  apiUrl: string,
  token: string | undefined,
): Promise<LedgerCounts | undefined> {
  const after = await readLedgerCounts(apiUrl, token);
  if (before === undefined || after === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(after).map(([state, count]) => [state, count - (before[state] ?? 0)]),
  );
}
