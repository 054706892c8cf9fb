import type { ReferenceRead } from "@boomgate/testing/oracle";
import type { TrafficEvent } from "./traffic.js";

export interface SinkStay {
  readonly stay_id: string;
  readonly status: "closed" | "void";
  readonly entry_event_id?: string;
}

/** What Redis holds of one plate. */
export interface StoredHistory {
  readonly reads: readonly ReferenceRead[];
  /** Exits whose stay was made void. */
  readonly voided: readonly string[];
}

/** Each side as it was asked by itself. */
export interface Evidence {
  /** By the broker, in its confirms. */
  readonly confirmed: readonly TrafficEvent[];
  readonly stays: readonly SinkStay[];
  /** "entry e1" of each parked message. */
  readonly parked: ReadonlySet<string>;
  /** Undefined where nobody remembers events. */
  readonly histories: readonly StoredHistory[] | undefined;
  /** Stays that the sink would not take, whoever asked. */
  readonly refuses?: ((stayId: string) => boolean) | undefined;
}

/** "entry e1" names an event. */
export const nameOf = ({ kind, id }: { readonly kind: string; readonly id: string }) =>
  `${kind} ${id}`;

/** The defaults of the backend. */
export const RULES = {
  rereadWindowMs: 30_000,
  clockSkewToleranceMs: 2_000,
  maxStayMs: 720 * 3_600_000,
};
