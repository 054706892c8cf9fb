import type { StaySummary } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { forget } from "../domain/forget.js";
import { keepForMs } from "../domain/keep-for.js";
import type { PlateHistory } from "../domain/plate-history.js";
import { record } from "../domain/record.js";
import { withKnownStays } from "../domain/with-known-stays.js";
import type { PlateHistoryStore, VersionedHistory } from "../ports/plate-history-store.js";
import type { SummarySink } from "../ports/summary-sink.js";
import type { HistoryRules } from "../processors/plate-histories.js";
import type { PlateEvidence } from "./evidence.js";

export interface RebuildParts {
  readonly store: PlateHistoryStore;
  readonly sink: SummarySink;
  readonly rules: HistoryRules;
  readonly clock: Clock;
  /** False: nobody could say what the sink knows, so what the store remembers has to do. */
  readonly isSinkKnown: boolean;
}

export interface RebuiltCounts {
  plates: number;
  reads: number;
  /** Stays the sink had otherwise, or not at all. */
  announced: number;
  /** Stays among them that the sink refused. */
  refused: number;
  /** Stays the sink has without their plate, and whose exit is not among the events. */
  unplaced: number;
}

interface Work {
  readonly evidence: PlateEvidence;
  readonly version: number;
  readonly history: PlateHistory;
  readonly announcements: readonly StaySummary[];
}

const PLATES_PER_BATCH = 200;
const SUMMARIES_PER_POST = 200;

/**
 * Makes the histories of plates anew, as if all their events were recorded now: saved whole, what the
 * sink has otherwise announced, then cut to their bounds. Repeating it after a failure is harmless.
 */
export async function rebuildPlates(
  plates: readonly PlateEvidence[],
  parts: RebuildParts,
  counts: RebuiltCounts,
): Promise<void> {
  for (let start = 0; start < plates.length; start += PLATES_PER_BATCH) {
    let batch = plates.slice(start, start + PLATES_PER_BATCH);
    // Until nobody changes a history between load and save.
    while (batch.length > 0) batch = await rebuildBatch(batch, parts, counts);
  }
}

/** @returns the plates whose history somebody else changed in between */
async function rebuildBatch(
  plates: readonly PlateEvidence[],
  parts: RebuildParts,
  counts: RebuiltCounts,
): Promise<PlateEvidence[]> {
  const loaded = await parts.store.load(plates.map(({ key }) => key));
  const works = plates.map((evidence, index) =>
    workOf(evidence, loaded[index] as VersionedHistory, parts),
  );
  // What the store would have forgotten by now need not come back; what the sink lacks still goes out.
  const kept = works.filter((work) => work.version > 0 || !isExpired(work, parts));
  const saved = await save(kept, parts);
  const lost = new Set(kept.filter((_, index) => !saved[index]));
  const done = works.filter((work) => !lost.has(work));
  const announcements = done.flatMap((work) => work.announcements);
  counts.refused += await postAll(announcements, parts.sink);
  counts.announced += announcements.length;
  counts.plates += done.length;
  counts.reads += done.reduce((sum, { history }) => sum + history.reads.length, 0);
  await cutToBounds(
    kept.filter((work) => !lost.has(work)),
    parts,
  );
  return [...lost].map(({ evidence }) => evidence);
}

function isExpired({ evidence, history }: Work, { rules, clock }: RebuildParts): boolean {
  const { lastPublishedAtMs } = evidence;
  if (lastPublishedAtMs === undefined) return false;
  return clock.now() - lastPublishedAtMs > keepForMs(history, rules);
}

function workOf(
  evidence: PlateEvidence,
  { version, history: stored }: VersionedHistory,
  { rules, clock, isSinkKnown }: RebuildParts,
): Work {
  const { key, reads, stays } = evidence;
  const base = isSinkKnown ? withKnownStays(stored, stays) : stored;
  const isNew = ({ kind, id }: { readonly kind: string; readonly id: string }) =>
    !base.reads.some((read) => read.kind === kind && read.id === id);
  const { history, announcements } = record(key, base, reads.filter(isNew), rules, clock.now());
  return { evidence, version, history, announcements };
}

/** Bounds need the version after the save, and somebody may have added to the history by now. */
async function cutToBounds(works: readonly Work[], parts: RebuildParts): Promise<void> {
  const { rules, store } = parts;
  const large = works.filter(({ evidence, history }) => forget(evidence.key, history, rules));
  if (large.length === 0) return;
  const loaded = await store.load(large.map(({ evidence }) => evidence.key));
  const cuts = large.flatMap((work, index) => {
    const { version, history } = loaded[index] as VersionedHistory;
    const cut = cutOf(work, history, rules);
    return cut ? [{ ...work, version, history: cut }] : [];
  });
  // Not saved: somebody has just recorded more, and forgets after that.
  await save(cuts, parts);
}

function cutOf(
  { evidence }: Work,
  history: PlateHistory,
  rules: HistoryRules,
): PlateHistory | undefined {
  let cut: PlateHistory | undefined;
  // The sink has what goes: it was asked, and told of all that differed.
  for (let next = forget(evidence.key, history, rules); next;) {
    cut = next.history;
    next = forget(evidence.key, cut, rules);
  }
  return cut;
}

async function save(
  works: readonly Work[],
  { store, rules }: RebuildParts,
): Promise<readonly boolean[]> {
  if (works.length === 0) return [];
  return store.save(
    works.map(({ evidence, version, history }) => ({
      key: evidence.key,
      expected: version,
      next: history,
      keepForMs: keepForMs(history, rules),
    })),
  );
}

/** @returns how many were refused */
async function postAll(summaries: readonly StaySummary[], sink: SummarySink): Promise<number> {
  let refused = 0;
  for (let start = 0; start < summaries.length; start += SUMMARIES_PER_POST) {
    const receptions = await sink.post(summaries.slice(start, start + SUMMARIES_PER_POST));
    refused += receptions.filter((reception) => reception !== "accepted").length;
  }
  return refused;
}
