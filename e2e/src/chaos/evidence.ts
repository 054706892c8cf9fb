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

/** What Redis holds of one plate in one lot. */
export interface StoredHistory {
  readonly lotId: string;
  readonly plate: string;
  readonly reads: readonly ReferenceRead[];
  /** Ids of the stays that were made void. */
  readonly voided: readonly string[];
}

/** Each side as it was asked by itself. */
export interface Evidence {
  /** By the broker, in its confirms. */
  readonly confirmed: readonly TrafficEvent[];
  readonly stays: readonly SinkStay[];
  /** How many messages of each name (`named-read.ts`) wait in the parking lot. */
  readonly parked: ReadonlyMap<string, number>;
  /** How many of them have to be there, as they were sent so that nothing else can be made of them. */
  readonly mustBeParked?: ReadonlyMap<string, number> | undefined;
  /** Undefined where nobody remembers events. */
  readonly histories: readonly StoredHistory[] | undefined;
  /** Stays that the sink would not take, whoever asked. */
  readonly refuses?: ((stayId: string) => boolean) | undefined;
}

/** The defaults of the backend. */
export const RULES = {
  rereadWindowMs: 30_000,
  clockSkewToleranceMs: 2_000,
  maxStayMs: 720 * 3_600_000,
};
