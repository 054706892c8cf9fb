import { randomUUID } from "node:crypto";
import type { EpochRegister } from "../ports/epoch-register.js";
import type { EpochRedis } from "./epoch-redis.js";
import { epochKeyOf, newEpoch } from "./epoch-value.js";
import type { StoreGuard, Ticket } from "./store-guard.js";
import type { StorePlace } from "./store-place.js";

/** Redis lost something again, or another rebuild began: what this rebuild has saved is incomplete. */
export class RebuildOvertakenError extends Error {
  readonly code = "REBUILD_OVERTAKEN";

  constructor() {
    super("Redis lost something again, or another rebuild began; start again");
    this.name = "RebuildOvertakenError";
  }
}

/**
 * No backend trusts the store while `work` runs, and all of them do afterwards.
 * @throws {RebuildOvertakenError} and what `work` throws: no backend trusts the store then
 */
export async function renewEpoch<T>(
  redis: EpochRedis,
  register: EpochRegister,
  place: StorePlace,
  work: (guard: StoreGuard) => Promise<T>,
): Promise<T> {
  const key = epochKeyOf(place.keyPrefix);
  const guard = new RebuildGuard(redis, key);
  await redis.set(key, guard.epoch);
  const result = await work(guard);
  const epoch = newEpoch(place.name);
  // In the register before Redis: a backend that reads the new epoch in Redis also finds it in the register.
  await register.enter(epoch);
  await guard.replace(epoch);
  // A backend that started before any epoch existed may have registered its own meanwhile; ours must be the last entry.
  if ((await register.newest()) !== epoch) await register.enter(epoch);
  return result;
}

/**
 * Writes the number of its saves into the key of the epoch: a store that has the number has the saves before
 * it, and the new epoch replaces that number only. For one save at a time.
 */
class RebuildGuard implements StoreGuard {
  readonly keys: readonly string[];
  private readonly token = randomUUID();
  private saves = 0;

  constructor(
    private readonly redis: EpochRedis,
    private readonly key: string,
  ) {
    this.keys = [key];
  }

  get epoch(): string {
    return `rebuild ${this.token} ${this.saves}`;
  }

  async ticket(): Promise<Ticket> {
    return { epoch: this.epoch, saves: this.saves };
  }

  async check(ticket: Ticket, [found]: readonly (string | null)[]): Promise<void> {
    if (found !== ticket.epoch) throw new RebuildOvertakenError();
  }

  mark() {
    const before = this.epoch;
    this.saves += 1;
    return { sent: this.replace(this.epoch, before), acknowledge: () => undefined };
  }

  async replace(next: string, expected = this.epoch): Promise<void> {
    const isReplaced = (await this.redis.replaceValue(this.key, expected, next)) === 1;
    if (!isReplaced) throw new RebuildOvertakenError();
  }
}
