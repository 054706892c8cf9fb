import { EvidenceTooLargeError, type EvidenceSources, gatherEvidence } from "./evidence.js";
import { rebuildPlates, type RebuildParts, type RebuiltCounts } from "./rebuild-plates.js";

export interface StoreRebuild extends Omit<RebuildParts, "isSinkKnown"> {
  readonly sources: EvidenceSources;
  /** Until then all is in the sink that was concluded before the store was lost. */
  readonly waitMs: number;
  /** Reads and stays held in memory at the same time, at most: about 200 bytes each. */
  readonly mostHeld: number;
  readonly onPart?: (done: number, parts: number, counts: RebuiltCounts) => void;
}

const PARTS_AT_MOST = 4_096;

/**
 * Makes all histories anew from what was published and what the sink holds, part by part. Nobody must
 * process events meanwhile that believes the store.
 */
export async function rebuildStore(rebuild: StoreRebuild): Promise<RebuiltCounts> {
  await rebuild.clock.sleep(rebuild.waitMs);
  for (let parts = 1; ; parts *= 2) {
    try {
      return await rebuildInParts(rebuild, parts);
    } catch (error) {
      if (!(error instanceof EvidenceTooLargeError) || parts === PARTS_AT_MOST) throw error;
    }
  }
}

async function rebuildInParts(rebuild: StoreRebuild, parts: number): Promise<RebuiltCounts> {
  const counts = { plates: 0, reads: 0, announced: 0, refused: 0, unplaced: 0 };
  const isSinkKnown = rebuild.sources.knownStays !== undefined;
  for (let number = 0; number < parts; number += 1) {
    const part = { number, of: parts };
    const evidence = await gatherEvidence(rebuild.sources, part, rebuild.mostHeld);
    if (number === 0) counts.unplaced = evidence.hashedStays;
    counts.unplaced -= evidence.placedStays;
    await rebuildPlates(evidence.plates, { ...rebuild, isSinkKnown }, counts);
    rebuild.onPart?.(number + 1, parts, counts);
  }
  return counts;
}
