import { type ReferenceRead, referencePairs } from "@boomgate/testing/oracle";
import type { TrafficEvent } from "./traffic.js";

/** The defaults of the backend. */
const RULES = {
  rereadWindowMs: 30_000,
  clockSkewToleranceMs: 2_000,
  maxStayMs: 720 * 3_600_000,
};

export interface SinkStay {
  readonly stay_id: string;
  readonly status: "closed" | "void";
  readonly entry_event_id?: string;
}

export interface Verdict {
  readonly events: number;
  readonly expected: number;
  /** Stays that the sink would not take, whoever asked. */
  readonly refused: number;
  readonly found: number;
  /** Stays that the sink should hold and does not, or holds with another entry. */
  readonly lost: number;
  /** Entries that more than one closed stay uses. */
  readonly twice: number;
  readonly invented: number;
  readonly parked: number;
  /** Events that are neither in a plate history nor parked. */
  readonly unaccounted: number;
}

export interface Evidence {
  readonly confirmed: readonly TrafficEvent[];
  readonly stays: readonly SinkStay[];
  /** "entry e1" of each parked message. */
  readonly parked: ReadonlySet<string>;
  /** "entry e1" of each read in the plate histories. */
  readonly recorded: ReadonlySet<string>;
  readonly refuses?: ((stayId: string) => boolean) | undefined;
}

const textOf = ({ kind, id }: { readonly kind: string; readonly id: string }) => `${kind} ${id}`;

/** Compares the sink with what the rule makes of the events the broker confirmed. */
export function judge({ confirmed, stays, parked, recorded, refuses }: Evidence): Verdict {
  const events = new Map(confirmed.map((event) => [textOf(event), event]));
  const pairs = [...expectedPairs([...events.values()])];
  const expected = new Map(pairs.filter(([exitId]) => !refuses?.(exitId)));
  const refused = pairs.length - expected.size;
  const closed = stays.filter(({ status }) => status === "closed");
  const found = new Map(closed.map((stay) => [stay.stay_id, stay.entry_event_id]));
  const entriesUsed = closed.map(({ entry_event_id }) => entry_event_id);
  return {
    events: events.size,
    expected: expected.size,
    refused,
    found: found.size,
    lost: [...expected].filter(([exitId, entryId]) => found.get(exitId) !== entryId).length,
    twice: entriesUsed.length - new Set(entriesUsed).size,
    invented: [...found.keys()].filter((exitId) => !expected.has(exitId)).length,
    parked: parked.size,
    unaccounted: [...events.keys()].filter((text) => !recorded.has(text) && !parked.has(text))
      .length,
  };
}

export const isSpotless = (verdict: Verdict): boolean =>
  verdict.expected > 0 &&
  verdict.found === verdict.expected &&
  verdict.lost + verdict.twice + verdict.invented + verdict.unaccounted === 0 &&
  // Each refused stay is parked with one event of its own, or more when it was corrected.
  (verdict.refused === 0 ? verdict.parked === 0 : verdict.parked > 0);

function expectedPairs(events: readonly TrafficEvent[]): ReadonlyMap<string, string> {
  const byPlate = new Map<string, ReferenceRead[]>();
  for (const event of events) {
    const at = event.kind === "entry" ? event.enteredAt : event.exitedAt;
    const reads = byPlate.get(event.plate) ?? [];
    reads.push({ kind: event.kind, id: event.id, atMs: at.getTime() });
    byPlate.set(event.plate, reads);
  }
  const pairs = [...byPlate.values()].flatMap((reads) => [...referencePairs(reads, RULES)]);
  return new Map(pairs.map(([exitId, entry]) => [exitId, entry.id]));
}
