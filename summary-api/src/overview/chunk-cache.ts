import type { StayCursor, SummaryStore } from "../store/stays/summary-store.js";
import { Chunk, CHUNK_MS } from "./chunk.js";

const PAGE = 1_000;
/** Limits reading again to a tenth of the time, however fast stays come. */
const REST = 9;
/** A chunk is read again after this time, as another process over the same database may have committed stays. */
const RECENT_STALE_MS = 10_000;
const OLD_STALE_MS = 600_000;
const RECENT_MS = 3 * CHUNK_MS;

export type ChunkByLot = ReadonlyMap<string, Chunk>;

interface Cached {
  readonly chunk: Promise<ChunkByLot>;
  readonly readAtMs: number;
  /** `undefined` while it is being read. */
  tookMs: number | undefined;
  isTouched: boolean;
}

/** Reads each chunk of stays once, and again after a change. */
export class ChunkCache {
  private readonly cached = new Map<number, Cached>();

  constructor(
    private readonly store: Pick<SummaryStore, "list">,
    private readonly now: () => Date,
  ) {}

  /** Must be called when a stay that ended in this chunk was committed. */
  touch(index: number): void {
    const cached = this.cached.get(index);
    if (cached !== undefined) cached.isTouched = true;
  }

  /** @throws {DependencyUnavailableError} when the database does not answer */
  async read(index: number): Promise<ChunkByLot> {
    const known = this.cached.get(index);
    if (known !== undefined && this.isGood(index, known)) return known.chunk;
    const readAtMs = this.now().getTime();
    const chunk = readChunk(this.store, index);
    const cached: Cached = { chunk, readAtMs, tookMs: undefined, isTouched: false };
    this.cached.set(index, cached);
    try {
      const byLot = await chunk;
      cached.tookMs = this.now().getTime() - readAtMs;
      return byLot;
    } catch (error) {
      if (this.cached.get(index) === cached) this.cached.delete(index);
      throw error;
    }
  }

  forgetBefore(index: number): void {
    for (const each of this.cached.keys()) if (each < index) this.cached.delete(each);
  }

  private isGood(index: number, { readAtMs, tookMs, isTouched }: Cached): boolean {
    const ageMs = this.now().getTime() - readAtMs;
    if (tookMs === undefined || ageMs < (1 + REST) * tookMs) return true;
    if (isTouched) return false;
    const isRecent = this.now().getTime() - index * CHUNK_MS < RECENT_MS;
    return ageMs < (isRecent ? RECENT_STALE_MS : OLD_STALE_MS);
  }
}

async function readChunk(store: Pick<SummaryStore, "list">, index: number): Promise<ChunkByLot> {
  const chunks = new Map<string, Chunk>();
  const range = { from: new Date(index * CHUNK_MS), to: new Date((index + 1) * CHUNK_MS) };
  let cursor: StayCursor | undefined;
  for (;;) {
    const stays = await store.list(range, PAGE, cursor);
    for (const stay of stays) {
      const chunk = chunks.get(stay.lotId) ?? new Chunk();
      chunks.set(stay.lotId, chunk);
      chunk.add(stay);
    }
    cursor = stays.at(-1);
    if (stays.length < PAGE) return chunks;
  }
}
