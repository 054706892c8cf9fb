import { createHash } from "node:crypto";
import { isHashedPlate, type StaySummary } from "@boomgate/contracts";
import type { PlateKey } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";
import type { EventTrail } from "../ports/event-trail.js";
import type { KnownStays } from "../ports/known-stays.js";

/** All that is known of one plate from outside of the store. */
export interface PlateEvidence {
  readonly key: PlateKey;
  /** In the order of their publishing, repeats included. */
  readonly reads: Read[];
  readonly stays: StaySummary[];
  /** Ms since 1970; undefined when only the sink knows the plate, or a publisher did not say. */
  lastPublishedAtMs: number | undefined;
}

export interface EvidenceSources {
  /** Undefined: there is none, and open stays are lost. */
  readonly trail: EventTrail | undefined;
  /** Undefined: the sink cannot be asked, and stays may be announced again as they are. */
  readonly knownStays: KnownStays | undefined;
  readonly stayedSince: Date;
  /** Ms since 1970; for events that do not say when they were published. */
  readonly nowMs: number;
  /** Events stamped further ahead of their publishing were parked. */
  readonly maxAheadMs: number;
}

/** One of so many parts, in which each plate has its place: all of them at once need not fit. */
export interface Part {
  readonly number: number;
  readonly of: number;
}

/** More than this in one part is too much to hold. */
export class EvidenceTooLargeError extends Error {
  constructor(readonly most: number) {
    super(`more than ${most} reads and stays in one part`);
    this.name = "EvidenceTooLargeError";
  }
}

/** The plates of one part, and what became of stays that carry a hash in the place of theirs. */
export interface Evidence {
  readonly plates: readonly PlateEvidence[];
  /** Of all parts. */
  readonly hashedStays: number;
  /** Those whose exit is an event of this part, which tells the plate. */
  readonly placedStays: number;
}

/** Nothing tells whose stays those are. */
export class PlatesHashedError extends Error {
  readonly code = "PLATES_HASHED";

  constructor() {
    super(
      "the sink keeps hashes of plates, and only the events in the stream tell whose they are: " +
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
  const of = ({ lotId, plate }: PlateKey): PlateEvidence | undefined => {
    const text = `${plate}:${lotId}`;
    if (partOf(text, part.of) !== part.number) return undefined;
    if ((held += 1) > most) throw new EvidenceTooLargeError(most);
    let evidence = plates.get(text);
    if (!evidence) {
      evidence = { key: { lotId, plate }, reads: [], stays: [], lastPublishedAtMs: undefined };
      plates.set(text, evidence);
    }
    return evidence;
  };
  let oldestMs = sources.stayedSince.getTime();
  await sources.trail?.read(({ event, publishedAtMs }) => {
    const atMs = (event.kind === "entry" ? event.enteredAt : event.exitedAt).getTime();
    if (atMs - (publishedAtMs ?? sources.nowMs) > sources.maxAheadMs) return;
    oldestMs = Math.min(oldestMs, atMs);
    const evidence = of(event);
    if (!evidence) return;
    evidence.reads.push({ kind: event.kind, id: event.id, atMs });
    evidence.lastPublishedAtMs = publishedAtMs;
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
      const key = byExit.get(exitOf(stay.lotId, stay.exitEventId));
      if (!key) continue;
      placedStays += 1;
      of(key)?.stays.push({ ...stay, plate: key.plate, exitPlate: key.plate });
    }
  }
  return { plates: [...plates.values()], hashedStays, placedStays };
}

const exitOf = (lotId: string, exitId: string) => JSON.stringify([lotId, exitId]);

function platesByExit(plates: Iterable<PlateEvidence>): ReadonlyMap<string, PlateKey> {
  const byExit = new Map<string, PlateKey>();
  for (const { key, reads } of plates) {
    for (const { kind, id } of reads) if (kind === "exit") byExit.set(exitOf(key.lotId, id), key);
  }
  return byExit;
}

function partOf(text: string, parts: number): number {
  if (parts === 1) return 0;
  return createHash("sha1").update(text).digest().readUInt32LE() % parts;
}
