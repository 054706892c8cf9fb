import { documentKey, isHashedPlate, type StaySummary } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { chunksOf } from "@boomgate/platform/lists";
import { windowMs } from "../domain/lifetime.js";
import type { PlateKey } from "../domain/plate-history.js";
import type { KnownRead, KnownReads } from "../ports/known-reads.js";
import type { KnownStays } from "../ports/known-stays.js";
import type { PlateHistoryStore } from "../ports/plate-history-store.js";
import type { HistoryRules } from "../processors/plate-histories.js";
import {
  type CheckedPlate,
  type Difference,
  differencesOf,
  hasRefusedStay,
  isInFlight,
} from "./check-plate.js";
import { LedgerReach } from "./complete-since.js";
import { EvidenceTooLargeError, type Part, partOf, PlatesHashedError } from "./evidence.js";

/** The sources, which the check only reads. */
export interface StoreCheck {
  readonly ledger: KnownReads & { ofPlate(key: PlateKey): Promise<readonly KnownRead[]> };
  readonly isLedgerWhole: boolean;
  readonly sink: KnownStays & { ofPlate(key: PlateKey): Promise<readonly StaySummary[]> };
  readonly store: Pick<PlateHistoryStore, "load">;
  /** The plates that have a document, some at a time. */
  readonly storedPlates: () => AsyncIterable<readonly PlateKey[]>;
  /** What the store has forgotten by now; to be asked after a load. */
  readonly floorMs: () => Promise<number>;
  readonly rules: HistoryRules;
  readonly clock: Clock;
  /** How far back reads and stays are compared. */
  readonly periodMs: number;
  /** A plate that changed within this time is left out. */
  readonly settledMs: number;
  readonly mostHeld: number;
}

export interface CheckResult {
  plates: number;
  ledgerReads: number;
  storedReads: number;
  stays: number;
  /** Plates that changed just now, or whose stays are on their way. */
  inFlight: number;
  /** Plates with a stay that the sink refused: of them the stays are not compared. */
  refused: number;
  /** Plates that differed at the first look, and no longer at the second. */
  settled: number;
  /** Plates that differ, and were too many to be looked at again. */
  unsure: number;
  differences: Difference[];
}

const PLATES_PER_LOAD = 200;
/** Held in memory, and asked of the ledger and the sink one by one. */
const SECOND_LOOKS_AT_MOST = 1_000;
const PARTS_AT_MOST = 4_096;

/** What ledger and sink have of one plate. */
interface Gathered {
  readonly key: PlateKey;
  readonly reads: KnownRead[];
  readonly stays: StaySummary[];
}

/**
 * Compares ledger, sink and store, part by part, and changes nothing. A plate that differs is looked at again.
 * @throws {LedgerBehindError | PlatesHashedError | DependencyUnavailableError}
 */
export async function checkStore(check: StoreCheck): Promise<CheckResult> {
  await check.ledger.caughtUp();
  for (let parts = 1; ; parts *= 2) {
    try {
      return await checkInParts(check, parts);
    } catch (error) {
      if (!(error instanceof EvidenceTooLargeError) || parts === PARTS_AT_MOST) throw error;
    }
  }
}

async function checkInParts(check: StoreCheck, parts: number): Promise<CheckResult> {
  const result: CheckResult = {
    ...{ plates: 0, ledgerReads: 0, storedReads: 0, stays: 0 },
    ...{ inFlight: 0, refused: 0, settled: 0, unsure: 0, differences: [] },
  };
  const suspects: PlateKey[] = [];
  const { nowMs } = await check.store.load([]);
  const reach = new LedgerReach();
  for (let number = 0; number < parts; number += 1) {
    const part = { number, of: parts };
    const plates = await gather(check, part, nowMs, reach);
    const times = timesOf(check, reach, nowMs);
    for (const chunk of chunksOf([...plates.values()], PLATES_PER_LOAD)) {
      for (const { plate, differences } of await look(check, chunk, nowMs, times, result)) {
        if (differences.length > 0) suspects.push(plate.key);
      }
    }
  }
  result.unsure = Math.max(0, suspects.length - SECOND_LOOKS_AT_MOST);
  if (suspects.length > 0) await lookAgain(check, suspects, timesOf(check, reach, nowMs), result);
  return result;
}

/** Of each plate of the part what ledger and sink have; the store is asked last, so that it shows what changed meanwhile. */
async function gather(check: StoreCheck, part: Part, nowMs: number, reach: LedgerReach) {
  const plates = new Map<string, Gathered>();
  let held = 0;
  const of = (key: PlateKey, isHeld = true): Gathered | undefined => {
    const text = documentKey(key.lotId, key.plate);
    if (partOf(text, part.of) !== part.number) return undefined;
    if (isHeld && (held += 1) > check.mostHeld) throw new EvidenceTooLargeError(check.mostHeld);
    let plate = plates.get(text);
    if (!plate) plates.set(text, (plate = { key, reads: [], stays: [] }));
    return plate;
  };
  const fromMs = nowMs - check.periodMs;
  // What may decide about the oldest that is compared.
  const readFromMs = fromMs - check.rules.maxStayMs - windowMs(check.rules);
  for await (const reads of check.ledger.all(new Date(readFromMs))) {
    for (const known of reads) {
      reach.add(known.read.atMs, known.firstSeenAtMs);
      of({ lotId: known.lotId, plate: known.read.plate })?.reads.push(known);
    }
  }
  for await (const stays of check.sink.since(new Date(fromMs))) {
    for (const stay of stays) {
      if (isHashedPlate(stay.plate)) throw new PlatesHashedError();
      of({ lotId: stay.lotId, plate: stay.plate })?.stays.push(stay);
    }
  }
  for await (const keys of check.storedPlates()) {
    for (const key of keys) of(key, !plates.has(documentKey(key.lotId, key.plate)));
  }
  return plates;
}

function timesOf(
  { isLedgerWhole, periodMs, rules }: StoreCheck,
  reach: LedgerReach,
  nowMs: number,
) {
  const fromMs = nowMs - periodMs;
  const ledgerFromMs = isLedgerWhole ? Number.NEGATIVE_INFINITY : reach.sinceMs;
  // A read stamped ahead may have been accepted before the ledger began.
  const surelyKnownMs = ledgerFromMs + rules.maxAheadMs + windowMs(rules);
  const readFromMs = fromMs - rules.maxStayMs - windowMs(rules);
  return {
    afterMs: Math.max(fromMs, surelyKnownMs),
    ledgerFromMs: Math.max(ledgerFromMs, readFromMs),
  };
}

type Times = ReturnType<typeof timesOf>;

/** Compares some plates. @param result - counts what was compared; left out at a second look */
async function look(
  check: StoreCheck,
  gathered: readonly Gathered[],
  beganMs: number,
  times: Times,
  result?: CheckResult,
) {
  const { histories } = await check.store.load(gathered.map(({ key }) => key));
  const floorMs = await check.floorMs();
  const looked = gathered.map((one, index) => {
    const plate: CheckedPlate = { ...one, stored: histories[index] as CheckedPlate["stored"] };
    if (isInFlight(plate, beganMs - check.settledMs)) return undefined;
    return { plate, differences: differencesOf(plate, check.rules, { ...times, floorMs }) };
  });
  const settled = looked.flatMap((one) => (one === undefined ? [] : [one]));
  if (result) {
    result.inFlight += looked.length - settled.length;
    for (const { plate } of settled) countIn(result, plate, times);
  }
  return settled;
}

function countIn(result: CheckResult, plate: CheckedPlate, { afterMs }: Times): void {
  const { reads, stays, stored } = plate;
  const ofStore = "history" in stored ? stored.history.reads : [];
  const counts = {
    ledgerReads: reads.filter(({ fate, read }) => fate !== undefined && read.atMs > afterMs).length,
    storedReads: ofStore.filter(({ atMs }) => atMs > afterMs).length,
    stays: stays.filter(({ exitedAt }) => exitedAt.getTime() > afterMs).length,
  };
  if ("history" in stored && counts.ledgerReads + counts.storedReads + counts.stays === 0) return;
  result.plates += 1;
  result.ledgerReads += counts.ledgerReads;
  result.storedReads += counts.storedReads;
  result.stays += counts.stays;
  if (hasRefusedStay(plate)) result.refused += 1;
}

async function lookAgain(
  check: StoreCheck,
  suspects: readonly PlateKey[],
  times: Times,
  result: CheckResult,
): Promise<void> {
  // Whatever was on its way at the first look has arrived then, or shows as a change.
  await check.clock.sleep(check.settledMs);
  await check.ledger.caughtUp();
  for (const key of suspects.slice(0, SECOND_LOOKS_AT_MOST)) {
    const { nowMs } = await check.store.load([]);
    const [reads, stays] = await Promise.all([check.ledger.ofPlate(key), check.sink.ofPlate(key)]);
    const gathered = { key, reads: [...reads], stays: [...stays] };
    const [again] = await look(check, [gathered], nowMs, times);
    if (again === undefined) {
      // It changed once more, so whether it differs is not known.
      result.plates -= 1;
      result.inFlight += 1;
    } else if (again.differences.length > 0) result.differences.push(...again.differences);
    else result.settled += 1;
  }
}
