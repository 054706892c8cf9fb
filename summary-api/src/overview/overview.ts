import type { Saved } from "../intake/intake.js";
import type { SummaryStore } from "../store/stays/summary-store.js";
import { type Chunk, CHUNK_MS, chunkOf, MINUTE_MS } from "./chunk.js";
import { type ChunkByLot, ChunkCache } from "./chunk-cache.js";
import { DURATION_BOUNDS_SECONDS } from "./duration-buckets.js";

/** Ranges of the charts, each with a step that gives at most a few hundred points. */
const STEP_MINUTES = { 1: 1, 6: 1, 24: 5 } as const;
export type Hours = keyof typeof STEP_MINUTES;
/** Most lots in the list of choices. */
const MAX_LOTS = 200;
const LONGEST_MS = 24 * 60 * MINUTE_MS;

/** Figures of the last hours; each list has one number per step. */
export interface OverviewResult {
  /** Beginning of a chunk, so up to ten minutes earlier than asked for. */
  readonly from: Date;
  /** End of the last step, which may not be over. */
  readonly to: Date;
  readonly stepSeconds: number;
  /** Closed stays that ended within the step. */
  readonly exited: readonly number[];
  /** Cars that were inside at the end of the step and have left since. */
  readonly inside: readonly number[];
  readonly durations: readonly { readonly belowSeconds: number | null; readonly stays: number }[];
  readonly closed: number;
  readonly void: number;
  readonly corrected: number;
  readonly meanSeconds: number | null;
  /** All lots with a stay in this time, also when one lot was asked for. */
  readonly lots: readonly string[];
}

/** Figures of the last hours for the page, without reading all stays for each request. */
export class Overview {
  private readonly chunks: ChunkCache;
  private readonly store: Pick<SummaryStore, "list">;

  constructor(
    store: Pick<SummaryStore, "list">,
    private readonly now: () => Date,
  ) {
    this.store = store;
    this.chunks = new ChunkCache(store, now);
  }

  /** To be called after each commit. */
  changed(saved: readonly Saved[]): void {
    for (const { stay } of saved) this.chunks.touch(chunkOf(stay.exitedAt));
  }

  /** To be called after an erasure, as the erased stays may be of any time. */
  forget(): void {
    this.chunks.forgetBefore(Infinity);
  }

  /**
   * The hours until now, or until the newest stay if that is more than a day old, as after a replay of history.
   * @throws {DependencyUnavailableError} when the database does not answer
   */
  async read(hours: Hours, lotId?: string): Promise<OverviewResult> {
    const stepMs = STEP_MINUTES[hours] * MINUTE_MS;
    const toMs = (Math.floor((await this.endMs()) / stepMs) + 1) * stepMs;
    const first = chunkOf(new Date(toMs - hours * 60 * MINUTE_MS));
    const last = chunkOf(new Date(toMs - 1));
    this.chunks.forgetBefore(chunkOf(new Date(toMs - LONGEST_MS)));
    const chunks: ChunkByLot[] = [];
    for (let index = first; index <= last; index += 1) chunks.push(await this.chunks.read(index));
    const wanted = chunks.flatMap((byLot) =>
      [...byLot].filter(([lot]) => lotId === undefined || lot === lotId).map(([, chunk]) => chunk),
    );
    const lots = [...new Set(chunks.flatMap((byLot) => [...byLot.keys()]))].toSorted();
    return { ...summarize(wanted, first * CHUNK_MS, toMs, stepMs), lots: lots.slice(0, MAX_LOTS) };
  }

  private async endMs(): Promise<number> {
    const nowMs = this.now().getTime();
    const [newest] = await this.store.list({}, 1);
    const newestMs = newest?.exitedAt.getTime() ?? nowMs;
    return newestMs < nowMs - LONGEST_MS ? newestMs : nowMs;
  }
}

function summarize(
  chunks: readonly Chunk[],
  fromMs: number,
  toMs: number,
  stepMs: number,
): Omit<OverviewResult, "lots"> {
  const steps = (toMs - fromMs) / stepMs;
  const exited = Array.from({ length: steps }, () => 0);
  const entered = exited.slice();
  let cars = 0;
  for (const chunk of chunks) {
    for (const [minute, stays] of chunk.exited) {
      const step = stepOf(minute);
      exited[step] = (exited[step] ?? 0) + stays;
    }
    for (const [minute, stays] of chunk.entered) {
      const step = stepOf(minute);
      if (step < 0) cars += stays;
      else entered[step] = (entered[step] ?? 0) + stays;
    }
  }
  const sum = (of: (chunk: Chunk) => number) => chunks.reduce((all, each) => all + of(each), 0);
  const closed = sum((chunk) => chunk.closed);
  return {
    from: new Date(fromMs),
    to: new Date(toMs),
    stepSeconds: stepMs / 1_000,
    exited,
    inside: exited.map((left, step) => (cars += (entered[step] ?? 0) - left)),
    durations: [...DURATION_BOUNDS_SECONDS, null].map((belowSeconds, index) => ({
      belowSeconds,
      stays: sum((chunk) => chunk.durations[index] ?? 0),
    })),
    closed,
    void: sum((chunk) => chunk.void),
    corrected: sum((chunk) => chunk.corrected),
    meanSeconds: closed === 0 ? null : sum((chunk) => chunk.totalSeconds) / closed,
  };

  /** Stays that end after the last step, as the clock of a gate may be ahead, count in the last step. */
  function stepOf(minute: number): number {
    return Math.min(Math.floor((minute * MINUTE_MS - fromMs) / stepMs), steps - 1);
  }
}
