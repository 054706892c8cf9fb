import { FATES } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { z } from "zod";
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

const text = z.string();
const instant = z.iso.datetime().transform((iso) => new Date(iso));
const pageSchema = z.object({
  reads: z.array(
    z.object({
      kind: z.enum(["entry", "exit"]),
      lot_id: text,
      event_id: text,
      date_time: instant,
      state: z.enum([...FATES, "parked"]),
      revision: z.int().optional(),
      stay_id: text.optional(),
      parked_code: text.optional(),
      parked_at: instant.optional(),
      first_seen_at: instant,
    }),
  ),
  next_cursor: text.nullable(),
});

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
      const body: unknown = await answer.json();
      const { code, detail } = (body ?? {}) as { code?: unknown; detail?: unknown };
      if (code === "LEDGER_OFF") throw new LedgerOffError();
      if (code === "PARAMETER") throw new LedgerRefusedError(String(detail));
      if (!answer.ok) throw new Error(`it answered with ${answer.status}`);
      const { reads, next_cursor } = pageSchema.parse(body);
      return { reads: reads.map(readOf), nextCursor: next_cursor ?? undefined };
    } catch (error) {
      if (error instanceof LedgerOffError || error instanceof LedgerRefusedError) throw error;
      throw new DependencyUnavailableError("ledger", error);
    }
  }
}

type Parameters = Readonly<Record<string, string | number | undefined>>;

const searchOf = (given: Parameters): string =>
  new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    ),
  ).toString();

const readOf = (read: z.output<typeof pageSchema>["reads"][number]): LedgerRead => ({
  kind: read.kind,
  lotId: read.lot_id,
  id: read.event_id,
  at: read.date_time,
  state: read.state,
  since: sinceOf(read),
  stayId: read.stay_id,
  parkedCode: read.parked_code,
});

/** A revision is at least the ms of the save that gave the read its fate. */
function sinceOf(read: z.output<typeof pageSchema>["reads"][number]): Date {
  const { state, revision, parked_at, first_seen_at } = read;
  if (state === "parked") return parked_at ?? first_seen_at;
  return revision ? new Date(revision) : first_seen_at;
}
