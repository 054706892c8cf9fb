import { createHash } from "node:crypto";
import { documentKey, isHashedPlate, type StaySummary } from "@boomgate/contracts";
import type { PlateKey } from "../domain/plate-history.js";
import type { EventTrail } from "../ports/event-trail.js";
import type { KnownReads } from "../ports/known-reads.js";
import type { KnownStays } from "../ports/known-stays.js";
import { stayIdOfRead } from "../domain/announce.js";
import type { Read } from "../domain/read.js";
import { type ParkedRead, type PublishedRead, readOfEvent, textOf } from "./accepted-reads.js";
import { completeSince, LedgerReach } from "./complete-since.js";

/** A read that the ledger knows. */
export interface LedgerRead {
  readonly read: Read;
  /** False: it was parked, and never accepted. */
  readonly isAccepted: boolean;
}

/** What ledger, streams and sink have of one plate. */
export interface PlateEvidence {
  readonly key: PlateKey;
  /** What the ledger has, by `textOf`. */
  readonly ledger: Map<string, LedgerRead>;
  /** Those that the ledger does not know: in the order of their publishing, copies included. */
  readonly published: PublishedRead[];
  /** Copies that were parked without being accepted, or accepted by a later delivery. */
  readonly parked: ParkedRead[];
  readonly stays: StaySummary[];
}

export interface EvidenceSources {
  /** Undefined when there is no ledger, or it is not to be read. */
  readonly ledger: KnownReads | undefined;
  /** Whether the ledger has every read that was ever accepted; else its first outcome shows since when. */
  readonly isLedgerWhole: boolean;
  /** Undefined when there is no stream: then open stays are lost that the ledger does not have. */
  readonly trail: EventTrail | undefined;
  /** Events that were parked without being accepted. Undefined when there is no stream of them. */
  readonly parkedTrail: EventTrail | undefined;
  /** Undefined when the sink cannot be asked: then unchanged stays may be posted again. */
  readonly knownStays: KnownStays | undefined;
  readonly stayedSince: Date;
}

/** One of several parts of the plates, as all of them at once may not fit into memory. */
export interface Part {
  readonly number: number;
  readonly of: number;
}

/** One part has more reads and stays than may be held in memory. */
export class EvidenceTooLargeError extends Error {
  constructor(readonly most: number) {
    super(`more than ${most} reads and stays in one part`);
    this.name = "EvidenceTooLargeError";
  }
}

/** The plates of one part, and the number of stays that have a hash instead of a plate. */
export interface Evidence {
  readonly plates: readonly PlateEvidence[];
  /** Of all parts. */
  readonly hashedStays: number;
  /** Hashed stays whose plate is known, as their exit is an event of this part. */
  readonly placedStays: number;
  /** Reads that were accepted before it may be missing, ms since 1970; undefined when none is missing. */
  readonly completeSinceMs: number | undefined;
}

/** The sink has hashes, and without the stream the plates of its stays are unknown. */
export class PlatesHashedError extends Error {
  readonly code = "PLATES_HASHED";

  constructor() {
    super(
      "the sink keeps hashes of plates, and only the events in the stream have the plates: " +
        "it cannot be rebuilt without the stream (--empty starts from nothing)",
    );
    this.name = "PlatesHashedError";
  }
}

/** @throws {EvidenceTooLargeError | PlatesHashedError} */
export async function gatherEvidence(
  sources: EvidenceSources,
  part: Part,
  most: number,
): Promise<Evidence> {
  const plates = new Map<string, PlateEvidence>();
  let held = 0;
  /** The plate, if it belongs to this part. @param read - what it will hold, unless the ledger knows it */
  const of = ({ lotId, plate }: PlateKey, read?: Read): PlateEvidence | undefined => {
    const text = documentKey(lotId, plate);
    if (partOf(text, part.of) !== part.number) return undefined;
    let evidence = plates.get(text);
    if (read && evidence?.ledger.has(textOf(read))) return undefined;
    if ((held += 1) > most) throw new EvidenceTooLargeError(most);
    if (!evidence) {
      const key = { lotId, plate };
      evidence = { key, ledger: new Map(), published: [], parked: [], stays: [] };
      plates.set(text, evidence);
    }
    return evidence;
  };
  let oldestMs = sources.stayedSince.getTime();
  const reach = new LedgerReach();
  for await (const reads of sources.ledger?.all() ?? []) {
    for (const { lotId, read, fate, firstSeenAtMs } of reads) {
      reach.add(read.atMs, firstSeenAtMs);
      oldestMs = Math.min(oldestMs, read.atMs);
      const isAccepted = fate !== undefined;
      of({ lotId, plate: read.plate }, read)?.ledger.set(textOf(read), { read, isAccepted });
    }
  }
  const trail = await sources.trail?.read((published) => {
    const copy = { read: readOfEvent(published), publishedAtMs: published.publishedAtMs };
    oldestMs = Math.min(oldestMs, copy.read.atMs);
    of(published.event, copy.read)?.published.push(copy);
  });
  await sources.parkedTrail?.read((parked) => {
    const { isAccepted = false, publishedAtMs } = parked;
    const read = readOfEvent(parked);
    of(parked.event, read)?.parked.push({ read, publishedAtMs, isAccepted });
  });
  let hashedStays = 0;
  let placedStays = 0;
  let byExit: ReadonlyMap<string, PlateKey> | undefined;
  for await (const stays of sources.knownStays?.since(new Date(oldestMs)) ?? []) {
    for (const stay of stays) {
      if (!isHashedPlate(stay.plate)) {
        of(stay)?.stays.push(stay);
        continue;
      }
      if (!sources.trail) throw new PlatesHashedError();
      hashedStays += 1;
      byExit ??= platesByExit(plates.values());
      const key = byExit.get(stay.stayId);
      if (!key) continue;
      placedStays += 1;
      of(key)?.stays.push({ ...stay, plate: key.plate, exitPlate: key.plate });
    }
  }
  const completeSinceMs = completeSince(
    trail,
    sources.ledger && { sinceMs: sources.isLedgerWhole ? undefined : reach.sinceMs },
  );
  return { plates: [...plates.values()], hashedStays, placedStays, completeSinceMs };
}

/** @returns the plate of each stay id that an exit among the events would have */
function platesByExit(plates: Iterable<PlateEvidence>): ReadonlyMap<string, PlateKey> {
  const byExit = new Map<string, PlateKey>();
  for (const { key, published } of plates) {
    for (const { read } of published) {
      if (read.kind === "exit") byExit.set(stayIdOfRead(key, read), key);
    }
  }
  return byExit;
}

/** @param text - the key of a document @returns 0 to `parts` - 1 */
export function partOf(text: string, parts: number): number {
  if (parts === 1) return 0;
  return createHash("sha1").update(text).digest().readUInt32LE() % parts;
}
