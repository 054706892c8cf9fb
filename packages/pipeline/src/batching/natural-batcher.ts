/** Does the work of many calls at once, with one result for each item, in their order. A rejection rejects all calls. */
export type BatchWork<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

export interface BatcherOptions<Item = unknown> {
  /** Items in one batch at most; 1 or more. */
  readonly maxBatch: number;
  /** What an item counts against `maxBatch`; default: 1. An item larger than `maxBatch` makes a batch by itself. */
  readonly sizeOf?: (item: Item) => number;
  /** Batches under way at the same time; default: 1, which keeps the batches in the order of the calls. */
  readonly concurrency?: number;
  /** Default: none, so the next batch begins when one ends. */
  readonly rest?: Rest;
}

/** Between two batches, so that more calls gather. A call that comes later than that goes out at once. */
export interface Rest {
  /** Must not reject. */
  readonly pause: () => Promise<void>;
  /** So many waiting calls end the rest. */
  readonly enough: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Natural batching: while one request is under way, calls gather; when it returns, all that gathered
 * go out as the next. No timer: alone, a call waits for nothing but the end of the current tick.
 */
export class NaturalBatcher<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private underWay = 0;
  private startScheduled = false;
  private readonly concurrency: number;
  /** Ends what rests. */
  private endRests: (() => void)[] = [];

  /** @throws {RangeError} for limits under which nothing would ever be done */
  constructor(
    private readonly work: BatchWork<Item, Result>,
    private readonly options: BatcherOptions<Item>,
  ) {
    this.concurrency = options.concurrency ?? 1;
    if (!(options.maxBatch >= 1)) throw new RangeError("maxBatch must be 1 or more");
    if (!(this.concurrency >= 1)) throw new RangeError("concurrency must be 1 or more");
  }

  /** Calls that are not yet part of a request. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  /** Resolves with the result of this item once its batch is done. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.scheduleStart();
      if (this.isEnoughWaiting) this.endRest();
    });
  }

  /** One microtask later, so that all calls of one tick share the first batch. */
  private scheduleStart(): void {
    if (this.startScheduled || this.underWay >= this.concurrency) return;
    this.startScheduled = true;
    queueMicrotask(() => {
      this.startScheduled = false;
      while (this.waiting.length > 0 && this.underWay < this.concurrency) void this.runNext();
    });
  }

  private async runNext(): Promise<void> {
    const batch = this.takeNext();
    this.underWay += 1;
    try {
      settleAll(batch, await this.work(batch.map(({ item }) => item)));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      if (this.options.rest !== undefined) await this.restAfter(this.options.rest);
      this.underWay -= 1;
      if (this.waiting.length > 0) this.scheduleStart();
    }
  }

  /** Resolves after the pause, or once enough calls wait. */
  private async restAfter({ pause }: Rest): Promise<void> {
    if (this.isEnoughWaiting) return;
    const enough = new Promise<void>((resolve) => this.endRests.push(resolve));
    await Promise.race([pause(), enough]);
    this.endRest();
  }

  private endRest(): void {
    for (const end of this.endRests.splice(0)) end();
  }

  private get isEnoughWaiting(): boolean {
    return this.waiting.length >= (this.options.rest?.enough ?? Number.POSITIVE_INFINITY);
  }

  private takeNext(): Waiting<Item, Result>[] {
    const count = this.nextCount();
    if (this.waiting.length > count) return this.waiting.splice(0, count);
    const batch = this.waiting;
    this.waiting = [];
    return batch;
  }

  private nextCount(): number {
    const { maxBatch, sizeOf } = this.options;
    if (sizeOf === undefined) return maxBatch;
    let size = 0;
    const tooMany = this.waiting.findIndex(({ item }) => (size += sizeOf(item)) > maxBatch);
    return tooMany === -1 ? this.waiting.length : Math.max(1, tooMany);
  }
}

function settleAll<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  results: readonly Result[],
): void {
  if (results.length !== batch.length) {
    throw new Error(`batch of ${batch.length} got ${results.length} results`);
  }
  for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
}
