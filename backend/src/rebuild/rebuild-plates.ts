import type { StaySummary } from "@boomgate/contracts";
import { chunksOf } from "@boomgate/platform/lists";
import { forget } from "../domain/forget.js";
import { mattersUntilMs, openUntilMs } from "../domain/lifetime.js";
import { EMPTY_HISTORY } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";
import { type Refolded, refold } from "../domain/refold.js";
import type {
  HistoryChange,
  Loaded,
  PlateHistoryStore,
  PostedStays,
  SaveResult,
} from "../ports/plate-history-store.js";
import type { OutcomeLedger } from "../ports/outcome-ledger.js";
import type { SummarySink } from "../ports/summary-sink.js";
import { outcomesOf } from "../processors/outcome-publisher.js";
import type { HistoryRules } from "../processors/plate-histories.js";
import { acceptedReads } from "./accepted-reads.js";
import type { PlateEvidence } from "./evidence.js";
import { rebuiltFates } from "./rebuilt-fates.js";

export interface RebuildParts {
  readonly store: PlateHistoryStore;
  readonly sink: SummarySink;
  readonly ledger: OutcomeLedger;
  readonly rules: HistoryRules;
  /** False when the sink cannot be asked: then the announcements in the stored history count instead. */
  readonly isSinkKnown: boolean;
  /** For stays whose exit is not after this instant the sink is right, as events may be missing; ms since 1970. */
  readonly incompleteUntilMs: number;
}

export interface RebuiltCounts {
  plates: number;
  reads: number;
  /** Stays that were posted: the sink had other facts, or none. */
  announced: number;
  /** Posted stays that the sink refused. */
  refused: number;
  /** Stays of the sink that have a hash instead of a plate, and whose exit is not among the events. */
  unplaced: number;
}

interface Work extends Refolded {
  readonly evidence: PlateEvidence;
  /** Reads that were accepted, as the store or a stay of the sink shows. */
  readonly witnessed: readonly Read[];
  readonly version: number;
}

const PLATES_PER_BATCH = 200;
const SUMMARIES_PER_POST = 200;

/**
 * Computes the histories of plates again, as if all their events came now: saves them, then posts the stays that
 * differ from the sink. Can be repeated after a failure. The floor has to be raised before.
 */
export async function rebuildPlates(
  plates: readonly PlateEvidence[],
  parts: RebuildParts,
  counts: RebuiltCounts,
): Promise<void> {
  for (const chunk of chunksOf(plates, PLATES_PER_BATCH)) {
    let batch = chunk;
    // Again for the histories that another process changed between load and save.
    while (batch.length > 0) batch = await rebuildBatch(batch, parts, counts);
  }
}

/** @returns the plates whose history another process changed in between */
async function rebuildBatch(
  plates: readonly PlateEvidence[],
  parts: RebuildParts,
  counts: RebuiltCounts,
): Promise<PlateEvidence[]> {
  const { store, sink, ledger, rules } = parts;
  const loaded = await store.load(plates.map(({ key }) => key));
  const works = plates.map((evidence, index) => workOf(evidence, index, loaded, parts));
  // A history with stays to post is saved even if no later event needs it: a stay is posted only from a saved history.
  const toSave = works.filter(
    (work) => work.version !== 0 || work.isChanged || matters(work, loaded.floorMs, rules),
  );
  const changes = toSave.map((work) => changeOf(work, loaded.floorMs, rules));
  const results = changes.length === 0 ? [] : await saveOver(changes, store);
  const versions = new Map(toSave.map((work, index) => [work, results[index] as SaveResult]));
  const isLost = (work: Work) => typeof versions.get(work) === "string";
  const done = works.filter((work) => !isLost(work));
  const announcements = done.flatMap((work) => work.announcements);
  counts.refused += await postAll(announcements, sink);
  // Before the plates are marked as posted: a rebuild that is repeated publishes them again.
  if (ledger.isOn) {
    await ledger.publish(
      done.flatMap((work) => {
        const version = versions.get(work);
        const saved = typeof version === "number" ? changes[toSave.indexOf(work)]?.next.reads : [];
        const fates = rebuiltFates(work, saved ?? []);
        return outcomesOf(work.evidence.key, fates, Number(version ?? loaded.nowMs));
      }),
    );
  }
  const posted = done.flatMap((work): PostedStays[] => {
    const version = versions.get(work);
    if (typeof version !== "number") return [];
    return [{ key: work.evidence.key, version, andEarlier: true }];
  });
  if (posted.length > 0) await store.posted(posted);
  counts.announced += announcements.length;
  counts.plates += done.length;
  counts.reads += done.reduce((sum, { history }) => sum + history.reads.length, 0);
  return works.filter(isLost).map(({ evidence }) => evidence);
}

/** Saves also over a value that is not a document and could not be loaded. */
async function saveOver(
  changes: readonly HistoryChange[],
  store: PlateHistoryStore,
): Promise<readonly SaveResult[]> {
  const results = [...(await store.save(changes))];
  for (const [index, change] of changes.entries()) {
    if (results[index] !== "unreadable") continue;
    const [result] = await store.save([{ ...change, expected: -1 }]);
    results[index] = result as SaveResult;
  }
  return results;
}

function workOf(
  evidence: PlateEvidence,
  index: number,
  { histories, nowMs }: Loaded,
  { rules, isSinkKnown, incompleteUntilMs }: RebuildParts,
): Work {
  const { key, stays } = evidence;
  const found = histories[index] as Loaded["histories"][number];
  // An unreadable history is computed from the events alone.
  const stored = "unreadable" in found ? EMPTY_HISTORY : found.history;
  const ofStays = refold(key, { stored, stays, published: [] }, rules, { nowMs, incompleteUntilMs })
    .history.reads;
  // An event of the stream from the future is still in its queue, and the backend will park it.
  const latestMs = nowMs + rules.maxAheadMs;
  const ofLedger = [...evidence.ledger.values()].flatMap(({ read, isAccepted }) =>
    isAccepted ? [read] : [],
  );
  const ofStream = acceptedReads(evidence.published, evidence.parked, ofStays).filter(
    ({ atMs }) => atMs <= latestMs,
  );
  const published = [...ofLedger, ...ofStream];
  const known = { stored, stays: isSinkKnown ? stays : undefined, published };
  return {
    evidence,
    witnessed: ofStays,
    version: found.version,
    ...refold(key, known, rules, { nowMs, incompleteUntilMs }),
  };
}

/** Whether a later event can still depend on the history; if not, a store without a loss has forgotten it. */
function matters({ history, open }: Work, floorMs: number, rules: HistoryRules): boolean {
  const newest = history.reads.at(-1);
  if (newest && mattersUntilMs(newest, rules) > floorMs) return true;
  return open !== undefined && openUntilMs(open, rules) > floorMs;
}

function changeOf(work: Work, floorMs: number, rules: HistoryRules): HistoryChange {
  const { evidence, version, history, open, isChanged } = work;
  const newest = history.reads.at(-1);
  return {
    key: evidence.key,
    expected: version,
    next: isChanged ? history : forget(history, floorMs, rules),
    // It contains all known reads, so none of them is too late.
    oldestNewMs: undefined,
    mattersUntilMs: newest && mattersUntilMs(newest, rules),
    openUntilMs: open && openUntilMs(open, rules),
    isUnposted: isChanged,
  };
}

/** @returns how many were refused */
async function postAll(summaries: readonly StaySummary[], sink: SummarySink): Promise<number> {
  let refused = 0;
  for (const some of chunksOf(summaries, SUMMARIES_PER_POST)) {
    const receptions = await sink.post(some);
    refused += receptions.filter((reception) => reception !== "accepted").length;
  }
  return refused;
}
