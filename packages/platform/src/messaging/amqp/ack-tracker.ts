/** Acks to be sent: everything up to a tag, then some tags by themselves. */
export interface AckPlan {
  readonly upTo: number | undefined;
  readonly single: readonly number[];
}

/**
 * Delivery tags of one channel: settled ones that leave no unsettled tag below them are acked with one
 * frame. Tags come in order, 1 first.
 */
export class AckTracker {
  private readonly unsettled = new Set<number>();
  private toAck: number[] = [];
  private lowest = 1;
  private highest = 0;

  delivered(tag: number): void {
    this.unsettled.add(tag);
    this.highest = tag;
  }

  /** @returns false when it was settled before, or never delivered */
  settle(tag: number): boolean {
    return this.unsettled.delete(tag);
  }

  /** Settled, and to be in the next plan. */
  ack(tag: number): boolean {
    if (!this.settle(tag)) return false;
    this.toAck.push(tag);
    return true;
  }

  /** Acks that gathered since the last plan. */
  takePlan(): AckPlan {
    while (this.lowest <= this.highest && !this.unsettled.has(this.lowest)) this.lowest += 1;
    const acks = this.toAck;
    this.toAck = [];
    let upTo: number | undefined;
    const single: number[] = [];
    for (const tag of acks) {
      if (tag >= this.lowest) single.push(tag);
      else if (upTo === undefined || tag > upTo) upTo = tag;
    }
    return { upTo, single };
  }
}
