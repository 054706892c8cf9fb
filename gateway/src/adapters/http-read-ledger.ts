import { FATES } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { z } from "zod";
import {
  LedgerOffError,
  type LedgerRead,
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
});

/** The ledger of a summary API, asked by `GET /api/v1/reads`. */
export class HttpReadLedger implements ReadLedger {
  private readonly address: string;

  constructor(private readonly options: LedgerOptions) {
    this.address = `${options.url.replace(/\/+$/, "")}/api/v1/reads`;
  }

  async find(query: ReadQuery, limit: number): Promise<readonly LedgerRead[]> {
    const { token, timeoutMs } = this.options;
    try {
      const answer = await fetch(`${this.address}?${searchOf(query, limit)}`, {
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeoutMs),
        redirect: "error",
      });
      const body: unknown = await answer.json();
      if (answer.status === 404 && (body as { code?: unknown }).code === "LEDGER_OFF") {
        throw new LedgerOffError();
      }
      if (!answer.ok) throw new Error(`it answered with ${answer.status}`);
      return pageSchema.parse(body).reads.map(readOf);
    } catch (error) {
      if (error instanceof LedgerOffError) throw error;
      throw new DependencyUnavailableError("ledger", error);
    }
  }
}

function searchOf({ id, kind, lotId, plate, at }: ReadQuery, limit: number): string {
  const given = { event_id: id, kind, lot: lotId, plate, at: at?.toISOString(), limit };
  const entries = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return new URLSearchParams(entries).toString();
}

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
