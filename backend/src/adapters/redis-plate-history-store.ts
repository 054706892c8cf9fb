import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { PlateKey } from "../domain/plate-history.js";
import type { Clock } from "@boomgate/platform/clock";
import type {
  HistoryChange,
  PlateHistoryStore,
  VersionedHistory,
} from "../ports/plate-history-store.js";
import { decodeHistory, encodeHistory } from "./history-codec.js";
import type { StoreGuard } from "./store-guard.js";

/**
 * Replaces each value whose version is still the one given, and answers for each. ARGV has three for every
 * key: the expected version, the next value, ms to keep it. A missing key has version 0.
 */
export const SAVE_SCRIPT = `
local saved = {}
for i, key in ipairs(KEYS) do
  local current = redis.call('GET', key)
  local version = current and string.match(current, '^%d+') or '0'
  local isSame = version == ARGV[3 * i - 2]
  if isSame then redis.call('SET', key, ARGV[3 * i - 1], 'PX', ARGV[3 * i]) end
  saved[i] = isSame and 1 or 0
end
return saved
`;

/** The commands it needs; a node-redis client that knows `saveHistories` as SAVE_SCRIPT. */
export interface HistoryRedis {
  mGet(keys: string[]): Promise<(string | null)[]>;
  saveHistories(keys: readonly string[], threeForEach: readonly string[]): Promise<number[]>;
  wait(replicas: number, timeoutMs: number): Promise<number>;
}

export interface RedisStoreOptions {
  readonly keyPrefix: string;
  /** Time limit of one load or save; afterwards its effect is unknown. */
  readonly timeoutMs: number;
  /** Replicas that must have a save before it counts. */
  readonly replicas: number;
}

/** One key per lot and plate; many of them in one command, as a command costs more than what it does. */
export class RedisPlateHistoryStore implements PlateHistoryStore {
  constructor(
    private readonly redis: HistoryRedis,
    private readonly clock: Clock,
    private readonly guard: StoreGuard,
    private readonly options: RedisStoreOptions,
  ) {}

  get epoch(): string {
    return this.guard.epoch;
  }

  async currentEpoch(): Promise<string> {
    await this.within(this.loadTrusted([]));
    return this.guard.epoch;
  }

  async load(keys: readonly PlateKey[]): Promise<readonly VersionedHistory[]> {
    if (keys.length === 0) return [];
    return this.within(this.loadTrusted(keys));
  }

  async save(changes: readonly HistoryChange[]): Promise<readonly boolean[]> {
    return this.within(this.saveMarked(changes));
  }

  private async loadTrusted(keys: readonly PlateKey[]): Promise<readonly VersionedHistory[]> {
    const guarded = this.guard.keys;
    const ticket = await this.guard.ticket();
    const texts = await this.redis.mGet([...guarded, ...keys.map((key) => this.textOf(key))]);
    await this.guard.check(ticket, texts.splice(0, guarded.length));
    return texts.map(decodeHistory);
  }

  private async saveMarked(changes: readonly HistoryChange[]): Promise<readonly boolean[]> {
    // Nothing into a store that is known to be lost, and the mark has to be of the epoch believed now.
    await this.guard.ticket();
    const answers = changes.length === 0 ? [] : this.saveAll(changes);
    const mark = this.guard.mark();
    await Promise.all([answers, mark.sent, this.replicated()]);
    mark.acknowledge();
    return (await answers).map((answer) => answer === 1);
  }

  /** Of all that this connection has sent. */
  private async replicated(): Promise<void> {
    const { replicas, timeoutMs } = this.options;
    if (replicas === 0) return;
    const count = await this.redis.wait(replicas, timeoutMs);
    if (count < replicas) throw new Error(`${count} of ${replicas} replicas have the save`);
  }

  private saveAll(changes: readonly HistoryChange[]): Promise<number[]> {
    const nowMs = this.clock.now();
    const keys: string[] = [];
    const threeForEach: string[] = [];
    for (const { key, expected, next, keepForMs } of changes) {
      // Time-based, so that a version never comes back after a history expired in between.
      const version = Math.max(expected + 1, nowMs);
      keys.push(this.textOf(key));
      threeForEach.push(String(expected), encodeHistory(version, next), `${Math.ceil(keepForMs)}`);
    }
    return this.redis.saveHistories(keys, threeForEach);
  }

  /** One time limit for the whole batch: one for each command costs more than the command. */
  private async within<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new Error(`no answer within ${this.options.timeoutMs} ms`)),
        this.options.timeoutMs,
      );
      timer.unref(); // a process that ends need not wait for it
    });
    try {
      return await Promise.race([work, limit]);
    } catch (cause) {
      if (cause instanceof DependencyUnavailableError) throw cause;
      throw new DependencyUnavailableError("store", cause);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A plate holds only letters, marks and digits, so the first colon after it ends it. */
  private textOf({ lotId, plate }: PlateKey): string {
    return `${this.options.keyPrefix}history:${plate}:${lotId}`;
  }
}
