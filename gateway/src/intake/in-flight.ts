export interface InFlightLimits {
  readonly events: number;
  readonly bytes: number;
}

/** What this process holds of requests that have no answer yet: it bounds memory. */
export class InFlight {
  private heldEvents = 0;
  private heldBytes = 0;

  constructor(private readonly limits: InFlightLimits) {}

  get events(): number {
    return this.heldEvents;
  }

  get bytes(): number {
    return this.heldBytes;
  }

  get isFull(): boolean {
    return this.heldEvents >= this.limits.events || this.heldBytes >= this.limits.bytes;
  }

  /** @returns false, and adds nothing, when there would be too many; a single request always fits an empty process */
  addEvents(count: number): boolean {
    if (this.heldEvents > 0 && this.heldEvents + count > this.limits.events) return false;
    this.heldEvents += count;
    return true;
  }

  removeEvents(count: number): void {
    this.heldEvents -= count;
  }

  /** @returns false, and adds nothing, when there would be too many */
  addBytes(count: number): boolean {
    if (this.heldBytes > 0 && this.heldBytes + count > this.limits.bytes) return false;
    this.heldBytes += count;
    return true;
  }

  removeBytes(count: number): void {
    this.heldBytes -= count;
  }
}
