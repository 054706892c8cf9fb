import type { EpochRegister } from "../ports/epoch-register.js";
import { newestOf } from "./epoch-value.js";

/** For a broker without streams: only processes that run during a loss notice it. */
export class MemoryEpochRegister implements EpochRegister {
  private readonly entered: string[] = [];

  async newest(): Promise<string | undefined> {
    return newestOf(this.entered);
  }

  async enter(value: string): Promise<void> {
    this.entered.push(value);
  }
}
