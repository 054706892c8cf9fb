import { floorKeysOf } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { within } from "@boomgate/platform/lifecycle";
import type { Lifetimes } from "../../domain/lifetime.js";
import { EMPTY_HISTORY, type PlateKey } from "../../domain/plate-history.js";
import type {
  HistoryChange,
  Loaded,
  PlateHistoryStore,
  PostedStays,
  SaveResult,
  StoredHistory,
  UnreadableHistory,
} from "../../ports/plate-history-store.js";
import { decodeHistory, encodeHistory, HISTORY_FORMAT } from "./history-codec.js";
import { documentKeyOf } from "./history-keys.js";
import { HISTORY_HEAD } from "./history-scripts.js";
import type { StoreGuard } from "../../store-epoch/store-guard.js";

/** The commands that are needed, of a node-redis client with the scripts of history-scripts.ts under these names. */
export interface HistoryRedis {
  mGet(keys: string[]): Promise<(string | null)[]>;
  saveHistories(keys: readonly string[], given: readonly string[]): Promise<string[]>;
  postedHistories(keys: readonly string[], given: readonly string[]): Promise<number>;
  floor(keys: readonly string[], given: readonly string[]): Promise<string>;
  time(): Promise<Date | readonly unknown[]>;
  wait(replicas: number, timeoutMs: number): Promise<number>;
}

interface RedisStoreOptions {
  readonly keyPrefix: string;
  /** Time limit of one load or save; after a timeout its effect is unknown. */
  readonly timeoutMs: number;
  /** How many replicas must have a save before it is acknowledged. */
  readonly replicas: number;
  readonly lifetimes: Lifetimes;
}

/** One key per lot and plate; one command for many keys, as the round trip costs more than the work in Redis. */
export class RedisPlateHistoryStore implements PlateHistoryStore {
  floorMs = Number.NEGATIVE_INFINITY;
  private readonly floorKeys: readonly string[];

  constructor(
    private readonly redis: HistoryRedis,
    private readonly guard: StoreGuard,
    private readonly options: RedisStoreOptions,
  ) {
    this.floorKeys = floorKeysOf(options.keyPrefix);
  }

  get epoch(): string {
    return this.guard.epoch;
  }

  async currentEpoch(): Promise<string> {
    await this.within(this.loadTrusted([]));
    return this.guard.epoch;
  }

  async currentFloorMs(): Promise<number> {
    return this.within(this.askFloor(""));
  }

  async raiseFloor(toMs: number): Promise<void> {
    if (toMs > Number.NEGATIVE_INFINITY) await this.within(this.askFloor(String(toMs)));
  }

  async load(keys: readonly PlateKey[]): Promise<Loaded> {
    return this.within(this.loadTrusted(keys));
  }

  async save(changes: readonly HistoryChange[]): Promise<readonly SaveResult[]> {
    return this.within(this.saveMarked(changes));
  }

  async posted(posted: readonly PostedStays[]): Promise<void> {
    const { slotMs, afterSaveMs } = this.options.lifetimes;
    const keys = posted.map(({ key }) => this.keyOf(key));
    const given = posted.flatMap(({ version, andEarlier }) => [
      `${version}`,
      andEarlier ? "1" : "0",
    ]);
    await this.within(
      this.redis.postedHistories(keys, [String(slotMs), String(afterSaveMs), ...given]),
    );
  }

  private async askFloor(atLeast: string): Promise<number> {
    this.learnFloor(await this.redis.floor(this.floorKeys, [atLeast]));
    return this.floorMs;
  }

  private async loadTrusted(keys: readonly PlateKey[]): Promise<Loaded> {
    const guarded = this.guard.keys;
    const ticket = await this.guard.ticket();
    const documents = keys.map((key) => this.keyOf(key));
    const [time, texts] = await Promise.all([
      this.redis.time(),
      this.redis.mGet([...guarded, this.floorKeys[0] as string, ...documents]),
    ]);
    await this.guard.check(ticket, texts.splice(0, guarded.length));
    // Reads that became due since the last save are not in this floor yet: the script of the save checks again.
    this.learnFloor(texts.shift()?.split(" ")[0] ?? "");
    return {
      nowMs: msOf(time),
      floorMs: this.floorMs,
      histories: texts.map(readDocument),
    };
  }

  private async saveMarked(changes: readonly HistoryChange[]): Promise<readonly SaveResult[]> {
    // Fails when the store is known to be lost; and the mark below has to be of the epoch trusted now.
    await this.guard.ticket();
    const answers = changes.length === 0 ? [] : this.saveAll(changes);
    const mark = this.guard.mark();
    await Promise.all([answers, mark.sent, this.replicated()]);
    mark.acknowledge();
    return answers;
  }

  /** Waits until enough replicas have everything that this connection has sent. */
  private async replicated(): Promise<void> {
    const { replicas, timeoutMs } = this.options;
    if (replicas === 0) return;
    const count = await this.redis.wait(replicas, timeoutMs);
    if (count < replicas) throw new Error(`${count} of ${replicas} replicas have the save`);
  }

  private async saveAll(changes: readonly HistoryChange[]): Promise<readonly SaveResult[]> {
    const { slotMs, afterSaveMs, afterSaveOpenMs } = this.options.lifetimes;
    const keys = [...this.floorKeys];
    const given = [slotMs, afterSaveMs, afterSaveOpenMs, HISTORY_FORMAT].map(String);
    for (const change of changes) {
      const { key, expected, next, oldestNewMs, mattersUntilMs, openUntilMs, isUnposted } = change;
      keys.push(this.keyOf(key));
      given.push(String(expected), encodeHistory(next), textOf(oldestNewMs));
      given.push(textOf(mattersUntilMs), textOf(openUntilMs), isUnposted ? "1" : "0");
    }
    const answers = await this.redis.saveHistories(keys, given);
    this.learnFloor(answers.pop() ?? "");
    return answers.map(resultOf);
  }

  private learnFloor(text: string): void {
    if (text === "") return;
    // Another program wrote it: which reads may have been forgotten is unknown, so none can be accepted.
    if (!/^-?\d{1,16}$/.test(text)) throw new Error("the floor of the store cannot be read");
    this.floorMs = Math.max(this.floorMs, Number(text));
  }

  /** One time limit for the whole batch: one for each command costs more than the command. */
  private async within<T>(work: Promise<T>): Promise<T> {
    try {
      return await within(this.options.timeoutMs, "a call of Redis", work);
    } catch (cause) {
      if (cause instanceof DependencyUnavailableError) throw cause;
      throw new DependencyUnavailableError("store", cause);
    }
  }

  private keyOf(key: PlateKey): string {
    return documentKeyOf(this.options.keyPrefix, key);
  }
}

const textOf = (ms: number | undefined) => (ms === undefined ? "" : String(ms));

const REFUSALS: Readonly<Record<string, SaveResult>> = {
  "0": "changed",
  "-1": "below_floor",
  "-2": "unreadable",
};

const resultOf = (answer: string): SaveResult => REFUSALS[answer] ?? Number(answer);

/** Reads the value of one key; an unreadable value is returned as such, so that other plates are not affected. */
export function readDocument(text: string | null): StoredHistory | UnreadableHistory {
  if (text === null) return { version: 0, history: EMPTY_HISTORY, isUnposted: false };
  const [head, format, version, , unposted] = HISTORY_HEAD.exec(text) ?? [];
  if (head === undefined)
    return { version: -1, unreadable: "it does not begin as a document does" };
  try {
    const history = decodeHistory(Number(format), text.slice(head.length));
    return { version: Number(version), history, isUnposted: unposted !== "" };
  } catch (error) {
    return { version: Number(version), unreadable: (error as Error).message };
  }
}

/** node-redis returns a Date, or seconds and microseconds, depending on its protocol version. */
function msOf(time: Date | readonly unknown[]): number {
  if (time instanceof Date) return time.getTime();
  const [seconds, micros] = time as readonly [unknown, unknown];
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}
