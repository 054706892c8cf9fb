import type { Delivery } from "@boomgate/platform/messaging";
import type { ParkedMessage } from "./parked-message.js";

export interface Choice {
  /** Only messages parked for this cause. */
  readonly code: string | undefined;
  /** Of events; those of one array are chosen together. */
  readonly limit: number;
}

/** Bodies of so many bytes are held at most; a second run takes the rest. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Collects the events that an operator asked for. */
export class Chosen {
  readonly messages: ParkedMessage[] = [];
  /** Number of events that were chosen, but did not fit into memory. */
  left = 0;
  private bytes = 0;
  /** The last message of which an event was chosen: an array is taken whole, as it can only be acked whole. */
  private chosen: Delivery | undefined;

  constructor(private readonly choice: Choice) {}

  readonly take = (message: ParkedMessage): void => {
    const { code, limit } = this.choice;
    if (code !== undefined && message.code !== code) return;
    if (message.whole !== this.chosen) {
      if (this.messages.length >= limit) return;
      if (this.bytes > MOST_BYTES) {
        this.left += 1;
        return;
      }
      this.chosen = message.whole;
    }
    this.bytes += message.delivery.body.length;
    this.messages.push(message);
  };
}
