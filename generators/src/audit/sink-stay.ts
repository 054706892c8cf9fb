/** A stay as the summary API returns it, without fields that the audit does not need. */
export interface SinkStay {
  readonly stay_id: string;
  readonly exit_event_id: string;
  readonly status: "closed" | "void";
  readonly lot_id: string;
  readonly vehicle_plate: string;
  readonly entry_event_id?: string | undefined;
  readonly entry_date_time?: string | undefined;
  readonly exit_date_time: string;
}

const PAGE = 1_000;
const TIMEOUT_MS = 30_000;
/** Clocks of gates may be wrong by so much. */
const MARGIN_MS = 86_400_000;

interface SinkQuery {
  /** Of the summary API, without a slash at the end. */
  readonly url: string;
  readonly token?: string | undefined;
  /** Of the exits, ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** All stays of this time, read page by page. */
export async function readSinkStays(query: SinkQuery): Promise<readonly SinkStay[]> {
  const stays: SinkStay[] = [];
  const headers = query.token === undefined ? {} : { authorization: `Bearer ${query.token}` };
  const parameters = new URLSearchParams({
    limit: String(PAGE),
    from: new Date(query.fromMs - MARGIN_MS).toISOString(),
    to: new Date(query.toMs + MARGIN_MS).toISOString(),
  });
  for (;;) {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(`${query.url}/api/v1/summaries?${parameters.toString()}`, {
      headers,
      signal,
    });
    if (!answer.ok) throw new Error(`the sink answered ${answer.status} when asked for its stays`);
    const page = (await answer.json()) as { stays: SinkStay[]; next_cursor: string | null };
    stays.push(...page.stays);
    if (page.next_cursor === null) return stays;
    parameters.set("cursor", page.next_cursor);
  }
}
