import type { ParkedMessage } from "./parked-message.js";

export interface Choice {
  /** Only messages parked for this cause. */
  readonly code: string | undefined;
  readonly limit: number;
}

/** Bodies of so many bytes are held at most; a second run takes the rest. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Collects the messages that an operator asked for. */
export class Chosen {
  readonly messages: ParkedMessage[] = [];
  /** Number of messages that were chosen, but did not fit into memory. */
  left = 0;
  private bytes = 0;

  constructor(private readonly choice: Choice) {}

  readonly take = (message: ParkedMessage): void => {
    const { code, limit } = this.choice;
    if (code !== undefined && message.code !== code) return;
    if (this.messages.length >= limit) return;
    if (this.bytes > MOST_BYTES) {
      this.left += 1;
      return;
    }
    this.bytes += message.delivery.body.length;
    this.messages.push(message);
  };
}
