import {
  MAX_OUTCOMES,
  type ReadDetails,
  type ReadOutcome,
  type StaySummary,
} from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/pipeline/batching";
import type { Hold } from "@boomgate/pipeline/hold";
import { inject, injectable } from "tsyringe";
import { stayIdOfRead } from "../domain/announce.js";
import type { PlateKey } from "../domain/plate-history.js";
import { isSameRead, type Read } from "../domain/read.js";
import type { ReadFate } from "../domain/read-fates.js";
import { OutcomeLedger } from "../ports/outcome-ledger.js";
import type { PlateGroup } from "./plate-group.js";

export const LedgerHold = Symbol("LedgerHold");

/** Publishes what became of reads, and waits while the ledger is away. */
@injectable()
export class OutcomePublisher {
  private readonly batcher: NaturalBatcher<ReadOutcome, void>;

  constructor(
    @inject(OutcomeLedger) private readonly ledger: OutcomeLedger,
    @inject(LedgerHold) private readonly hold: Hold,
  ) {
    this.batcher = new NaturalBatcher((outcomes) => this.publishBatch(outcomes), {
      maxBatch: MAX_OUTCOMES,
    });
  }

  get isOn(): boolean {
    return this.ledger.isOn;
  }

  /** Those of one batch of reads, together. */
  async publish(outcomes: readonly ReadOutcome[]): Promise<void> {
    if (this.isOn && outcomes.length > 0)
      await this.hold.until(() => this.ledger.publish(outcomes));
  }

  /** One that belongs to no batch: it goes with others that come meanwhile. */
  async publishOne(outcome: ReadOutcome): Promise<void> {
    if (this.isOn) await this.batcher.add(outcome);
  }

  private async publishBatch(outcomes: readonly ReadOutcome[]): Promise<readonly void[]> {
    await this.publish(outcomes);
    return outcomes.map(() => undefined);
  }
}

/** Of a plate whose fates are published for no event at hand. */
const NO_EVENTS = { reads: [], events: [] };
const NO_STAYS: readonly StaySummary[] = [];
const NO_DETAILS: ReadDetails = {};

/**
 * The outcomes of the reads of one plate. Of copies in one batch each has one, as they may differ in their details.
 * @param revision - version of the document that the fates were read from
 * @param group - the events at hand, which say more than the document does
 * @param stays - some of the plate, whose ids need not be made again
 */
export function outcomesOf(
  key: PlateKey,
  fates: readonly ReadFate[],
  revision: number,
  { reads, events }: Pick<PlateGroup, "reads" | "events"> = NO_EVENTS,
  stays = NO_STAYS,
): readonly ReadOutcome[] {
  const outcomes: ReadOutcome[] = [];
  for (const one of fates) {
    const stayId = one.stayOf && (idAmong(stays, one.stayOf) ?? stayIdOfRead(key, one.stayOf));
    const before = outcomes.length;
    for (const [index, copy] of reads.entries()) {
      if (!isSameRead(copy, one.read)) continue;
      outcomes.push(outcomeOf(key, one, revision, stayId, events[index] ?? NO_DETAILS));
    }
    if (outcomes.length === before) {
      outcomes.push(outcomeOf(key, one, revision, stayId, NO_DETAILS));
    }
  }
  return outcomes;
}

const idAmong = (stays: readonly StaySummary[], exit: Read): string | undefined =>
  stays.find(
    ({ exitEventId, exitedAt }) => exitEventId === exit.id && exitedAt.getTime() === exit.atMs,
  )?.stayId;

/** Written out, as one is made for each event. */
const outcomeOf = (
  { lotId }: PlateKey,
  { read, fate }: ReadFate,
  revision: number,
  stayId: string | undefined,
  details: ReadDetails,
): ReadOutcome => ({
  kind: read.kind,
  lotId,
  plate: read.plate,
  id: read.id,
  at: new Date(read.atMs),
  fate,
  revision,
  stayId,
  plateRead: details.plateRead,
  gateId: details.gateId,
  confidence: details.confidence,
  candidates: details.candidates,
});
