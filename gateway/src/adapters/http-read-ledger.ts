import { type ListedRead, parseReadPage } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import {
  LedgerOffError,
  type LedgerPage,
  type LedgerRead,
  LedgerRefusedError,
  type ParkedQuery,
  type ReadLedger,
  type ReadQuery,
} from "../ports/read-ledger.js";

interface LedgerOptions {
  /** Of the summary API, with or without a slash at the end. */
  readonly url: string;
  readonly token: string | undefined;
  /** Until the last byte of an answer. */
  readonly timeoutMs: number;
}

/** The ledger of a summary API, asked by `GET /api/v1/reads`. */
export class HttpReadLedger implements ReadLedger {
  private readonly address: string;

  constructor(private readonly options: LedgerOptions) {
    this.address = `${options.url.replace(/\/+$/, "")}/api/v1/reads`;
  }

  async find({ id, kind, lotId, plate, at }: ReadQuery, limit: number) {
    const given = { event_id: id, kind, lot: lotId, plate, at: at?.toISOString(), limit };
    return (await this.ask(given)).reads;
  }

  parked({ id, kind, lotId, plate }: ParkedQuery, limit: number, cursor: string | undefined) {
    const given = { event_id: id, kind, lot: lotId, plate, limit, cursor };
    return this.ask({ ...given, state: "parked" });
  }

  private async ask(given: Parameters): Promise<LedgerPage> {
    const { token, timeoutMs } = this.options;
    try {
      const answer = await fetch(`${this.address}?${searchOf(given)}`, {
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeoutMs),
        redirect: "error",
      });
      const text = await answer.text();
      if (!answer.ok) throw problemOf(answer.status, text);
      const { reads, nextCursor } = parseReadPage(text);
      return { reads: reads.map(readOf), nextCursor: nextCursor ?? undefined };
    } catch (error) {
      if (error instanceof LedgerOffError || error instanceof LedgerRefusedError) throw error;
      throw new DependencyUnavailableError("ledger", error);
    }
  }
}

/** What the summary API says is wrong; it need not have been the summary API that answered. */
function problemOf(status: number, text: string): Error {
  const { code, detail } = (JSON.parse(text) ?? {}) as { code?: unknown; detail?: unknown };
  if (code === "LEDGER_OFF") return new LedgerOffError();
  if (code === "PARAMETER") return new LedgerRefusedError(String(detail));
  return new Error(`it answered with ${status}`);
}

type Parameters = Readonly<Record<string, string | number | undefined>>;

const searchOf = (given: Parameters): string =>
  new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    ),
  ).toString();

const readOf = (read: ListedRead): LedgerRead => ({
  kind: read.kind,
  lotId: read.lot_id,
  id: read.event_id,
  at: new Date(read.date_time),
  state: read.state,
  since: sinceOf(read),
  stayId: read.stay_id,
  parkedCode: read.parked_code,
});

/** A revision is at least the ms of the save that gave the read its fate. */
function sinceOf({ state, revision, parked_at, first_seen_at }: ListedRead): Date {
  if (state === "parked") return new Date(parked_at ?? first_seen_at);
  return new Date(revision || first_seen_at);
}
