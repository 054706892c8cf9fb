import type { Truth, TrueRead, TrueVisit } from "../truth/truth.js";
import { type Cause, CAUSES, causeOf } from "./cause.js";
import { countsOf } from "./counts-of.js";
import { type ExitsWithoutStay, exitsWithoutStay } from "./exits-without-stay.js";
import { keysOf, sightingsOf } from "./sightings.js";
import type { SinkStay } from "./sink-stay.js";

interface AuditRules {
  /** A stay whose times differ by no more is exact. */
  readonly toleranceMs: number;
}

/** The stays of the sink compared with the truth. */
export interface Audit extends ExitsWithoutStay {
  /** Visits that had ended: each should have a stay. */
  readonly trueStays: number;
  readonly exact: number;
  /** The right two reads, but a clock was wrong or the first read was lost. */
  readonly wrongTime: number;
  readonly missed: number;
  readonly missedBecause: Readonly<Record<Cause, number>>;
  /** Closed stays that are not of one visit. */
  readonly falseStays: number;
  /** False stays that span two visits. */
  readonly falseMerges: number;
  /** False stays whose plate was misread at both gates. */
  readonly wrongPlates: number;
  /** Plates with a missed, a false or an inexact stay. */
  readonly platesAffected: number;
  readonly precision: number;
  readonly recall: number;
  /** Stays of other traffic in the sink, in no other count. */
  readonly foreignStays: number;
}

/** Compares the stays of the sink with what really happened. */
export function audit(truth: Truth, stays: readonly SinkStay[], rules: AuditRules): Audit {
  const { visitOf, keyOf } = sightingsOf(truth);
  const closed = stays.filter(({ status }) => status === "closed");
  const own = closed.filter((stay) => {
    const { exit, entry } = keysOf(stay);
    return visitOf.has(exit) || visitOf.has(entry);
  });
  const found = new Map<TrueVisit, SinkStay>();
  const wrong: { readonly kind: "merge" | "plate" | "other"; readonly plates: string[] }[] = [];
  const used = new Set<string>();
  for (const stay of own) {
    const keys = keysOf(stay);
    const entry = visitOf.get(keys.entry);
    const exit = visitOf.get(keys.exit);
    const plates = [entry, exit].flatMap((visit) => (visit ? [visit.plate] : []));
    if (entry && exit && entry !== exit) {
      wrong.push({ kind: "merge", plates });
      used.add(keys.exit).add(keys.entry);
    } else if (entry && exit && stay.vehicle_plate !== exit.plate) {
      wrong.push({ kind: "plate", plates });
    } else if (entry && exit && !found.has(exit)) found.set(exit, stay);
    else wrong.push({ kind: "other", plates });
  }
  const expected = truth.visits.filter((one) => one.leftMs <= truth.endMs || found.has(one));
  const missed = expected.filter((visit) => !found.has(visit));
  const isUsed = (read: TrueRead) => used.has(keyOf.get(read) ?? "");
  const causes = missed.map((visit) => causeOf(visit, isUsed));
  const inexact = [...found].filter(([visit, stay]) => !isExact(visit, stay, rules));
  const isFound = (visit: TrueVisit) => found.has(visit);
  const stayIds = new Set(own.map(({ stay_id }) => stay_id));
  const hasStay = (exit: TrueRead) => stayIds.has(keyOf.get(exit) ?? "");
  const affected = [
    ...missed.map(({ plate }) => plate),
    ...inexact.map(([{ plate }]) => plate),
    ...wrong.flatMap(({ plates }) => plates),
  ];
  return {
    trueStays: expected.length,
    exact: found.size - inexact.length,
    wrongTime: inexact.length,
    missed: missed.length,
    missedBecause: countsOf(CAUSES, causes),
    falseStays: wrong.length,
    falseMerges: wrong.filter(({ kind }) => kind === "merge").length,
    wrongPlates: wrong.filter(({ kind }) => kind === "plate").length,
    ...exitsWithoutStay(expected, isFound, isUsed, hasStay),
    platesAffected: new Set(affected).size,
    precision: shareOf(found.size, found.size + wrong.length),
    recall: shareOf(found.size, expected.length),
    foreignStays: closed.length - own.length,
  };
}

function isExact(visit: TrueVisit, stay: SinkStay, { toleranceMs }: AuditRules): boolean {
  const offMs = (text: string | undefined, ms: number) => Math.abs(Date.parse(text ?? "") - ms);
  return (
    offMs(stay.entry_date_time, visit.enteredMs) <= toleranceMs &&
    offMs(stay.exit_date_time, visit.leftMs) <= toleranceMs
  );
}

const shareOf = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
