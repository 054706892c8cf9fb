import { MAX_OUTCOMES, type ReadDetails, type ReadOutcome } from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/pipeline/batching";
import type { Hold } from "@boomgate/pipeline/hold";
import { inject, injectable } from "tsyringe";
import { stayIdOfRead } from "../domain/announce.js";
import type { PlateKey } from "../domain/plate-history.js";
import { isSameRead } from "../domain/read.js";
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

/**
 * The outcomes of the reads of one plate. Of copies in one batch each has one, as they may differ in their details.
 * @param revision - version of the document that the fates were read from
 * @param group - the events at hand, which say more than the document does
 */
export function outcomesOf(
  key: PlateKey,
  fates: readonly ReadFate[],
  revision: number,
  { reads, events }: Pick<PlateGroup, "reads" | "events"> = NO_EVENTS,
): readonly ReadOutcome[] {
  return fates.flatMap(({ read, fate, stayOf }) => {
    const stayId = stayOf && stayIdOfRead(key, stayOf);
    const copies = reads.flatMap((copy, index) => (isSameRead(copy, read) ? [index] : []));
    const details: readonly (ReadDetails | undefined)[] =
      copies.length === 0 ? [undefined] : copies.map((index) => events[index]);
    return details.map((event) => ({
      kind: read.kind,
      lotId: key.lotId,
      plate: read.plate,
      id: read.id,
      at: new Date(read.atMs),
      fate,
      revision,
      stayId,
      plateRead: event?.plateRead,
      gateId: event?.gateId,
      confidence: event?.confidence,
      candidates: event?.candidates,
    }));
  });
}
