import { NaturalBatcher } from "@boomgate/pipeline/batching";
import type { Hold } from "@boomgate/pipeline/hold";
import { inject, injectable } from "tsyringe";
import { PlateHistoryStore, type PostedStays } from "../ports/plate-history-store.js";
import { StoreHold } from "./plate-histories.js";

const PLATES_PER_BATCH = 500;

/** Marks histories as posted, so that the store may forget them when their time has come. */
@injectable()
export class PostedMarker {
  private readonly batcher: NaturalBatcher<PostedStays, void>;

  constructor(
    @inject(PlateHistoryStore) private readonly store: PlateHistoryStore,
    @inject(StoreHold) private readonly hold: Hold,
  ) {
    this.batcher = new NaturalBatcher((stays) => this.markBatch(stays), {
      maxBatch: PLATES_PER_BATCH,
    });
  }

  /** @param stays - for all of them the sink has answered */
  mark(stays: PostedStays): Promise<void> {
    return this.batcher.add(stays);
  }

  private async markBatch(stays: readonly PostedStays[]): Promise<readonly void[]> {
    await this.hold.until(() => this.store.posted(stays));
    return stays.map(() => undefined);
  }
}
