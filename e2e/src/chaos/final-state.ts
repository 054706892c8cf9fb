import { type ListedRead } from "@boomgate/contracts";
import type { ReferenceRead } from "@boomgate/testing/oracle";
import type { TrafficEvent } from "./traffic.js";

export interface SinkStay {
  readonly stay_id: string;
  readonly status: "closed" | "void";
  readonly lot_id: string;
  readonly vehicle_plate: string;
  readonly entry_event_id?: string;
  readonly entry_date_time?: string;
}

/** What a verdict looks at of one read of the ledger. */
export type LedgerRead = Pick<
  ListedRead,
  "kind" | "lot_id" | "vehicle_plate" | "event_id" | "date_time" | "stay_id" | "parked_code"
> & { readonly state: string };

/** What Redis holds of one plate in one lot. */
export interface StoredHistory {
  readonly lotId: string;
  readonly plate: string;
  readonly reads: readonly ReferenceRead[];
  /** Ids of the stays that were made void. */
  readonly voided: readonly string[];
}

/** What each side holds after the run, read from each directly. */
export interface FinalState {
  /** Events that the broker confirmed. */
  readonly confirmed: readonly TrafficEvent[];
  readonly stays: readonly SinkStay[];
  /** Messages in the parking lot, by name (`named-read.ts`). */
  readonly parked: ReadonlyMap<string, number>;
  /** Messages that have to be in the parking lot, by name: they were sent so that they cannot be processed. */
  readonly mustBeParked?: ReadonlyMap<string, number> | undefined;
  /** Undefined where no histories are kept (`--mode naive`). */
  readonly histories: readonly StoredHistory[] | undefined;
  /** Undefined where no outcomes are published (`--mode naive`). */
  readonly ledger: readonly LedgerRead[] | undefined;
  /** Codes under which backends parked messages that are events, by name (`named-read.ts`). */
  readonly parkedCodes?: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** Stays that the sink refused during the whole run. */
  readonly refuses?: ((stayId: string) => boolean) | undefined;
}

/** The default settings of the backend. */
export const RULES = {
  rereadWindowMs: 30_000,
  clockSkewToleranceMs: 2_000,
  maxStayMs: 720 * 3_600_000,
};
