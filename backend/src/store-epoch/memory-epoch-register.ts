import type { EpochRegister } from "../ports/epoch-register.js";
import { newestOf } from "./epoch-value.js";

/** Where the broker has no streams: a loss is found by those who run while it happens, only. */
export class MemoryEpochRegister implements EpochRegister {
  private readonly entered: string[] = [];

  async newest(): Promise<string | undefined> {
    return newestOf(this.entered);
  }

  async enter(value: string): Promise<void> {
    this.entered.push(value);
  }
}
