import type { EpochRegister } from "../ports/epoch-register.js";
import { epochKeyOf, isEpoch } from "./epoch-value.js";
import { StoreLostError } from "./store-epoch.js";
import type { StoreGuard, Ticket } from "./store-guard.js";

/** Trusts a store whose epoch is that of the register, and writes nothing, neither into the store nor into the register. */
export class ReadingGuard implements StoreGuard {
  readonly keys: readonly string[];
  epoch = "";

  constructor(
    private readonly register: EpochRegister,
    keyPrefix: string,
  ) {
    this.keys = [epochKeyOf(keyPrefix)];
  }

  async ticket(): Promise<Ticket> {
    if (this.epoch === "") {
      const newest = await this.register.newest();
      if (newest === undefined) throw new StoreLostError("was never used, by what the broker says");
      if (!isEpoch(newest)) throw new StoreLostError("has lost acknowledged saves");
      this.epoch = newest;
    }
    return { epoch: this.epoch, saves: 0 };
  }

  /** @throws {StoreLostError} */
  async check({ epoch }: Ticket, [found]: readonly (string | null)[]): Promise<void> {
    if (found !== epoch)
      throw new StoreLostError("does not hold the data that the broker knows of");
  }

  mark(): never {
    throw new Error("nothing is saved");
  }
}
