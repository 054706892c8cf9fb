import type { StaySummary } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { DependencyUnavailableError, RecoverableError } from "@boomgate/platform/errors";
import { Hold } from "@boomgate/pipeline/hold";
import { type ReferenceRead, referencePairs } from "@boomgate/testing/oracle";
import { noop } from "cockatiel";
import type { Read } from "../domain/read.js";
import type { StoreUnderTest } from "../ports/store-under-test.fixture.js";
import type { PlateHistoryStore } from "../ports/plate-history-store.js";
import { type HistoryRules, PlateHistories } from "../processors/plate-histories.js";
import { NO_LEDGER, type OutcomeLedger } from "../ports/outcome-ledger.js";
import { OutcomePublisher } from "../processors/outcome-publisher.js";
import { PostedMarker } from "../processors/posted-marker.js";
import { ReadProcessor } from "../processors/event-processors.js";
import { SummaryPoster } from "../processors/summary-poster.js";

/** The result of an event: its outcome, or the code it was parked with. */
export interface Processed {
  readonly read: Read;
  readonly processedAtMs: number;
  readonly became: string;
}

export const KEY = { lotId: "main", plate: "AB123CD" };

const ignored = {
  read: () => undefined,
  moved: () => undefined,
  idsReused: () => undefined,
  conflicts: () => undefined,
  batch: () => undefined,
};

/** One plate, whose events are processed at times that the test decides, over a store with a clock. */
export class HorizonWorld {
  readonly processed: Processed[] = [];
  /** While true the sink accepts no stay. */
  isSinkAway = false;
  private readonly sink = new Map<string, StaySummary>();
  private readonly startMs: number;

  constructor(
    private readonly under: StoreUnderTest,
    private readonly rules: HistoryRules,
    private readonly ledger: OutcomeLedger = NO_LEDGER,
  ) {
    this.startMs = under.now();
  }

  /**
   * @param text - "e1@528 p530" or "x2@587": kind, number, event time and when it is processed, in `unitMs`
   *   since the start of the world
   */
  async process(text: string, unitMs = 1): Promise<string> {
    const [, way, number = "", at, processed = at] =
      /^([ex])(\w*)@(-?[\d.]+)(?: p([\d.]+))?$/.exec(text) ?? [];
    if (at === undefined) throw new Error(`not understood: ${text}`);
    await this.until(Number(processed) * unitMs);
    return this.record({
      kind: way === "e" ? "entry" : "exit",
      id: number,
      atMs: this.startMs + Number(at) * unitMs,
      plate: KEY.plate,
    });
  }

  /** @param sinceStartMs - of the world; does nothing when that time has passed */
  async until(sinceStartMs: number): Promise<void> {
    const leftMs = this.startMs + sinceStartMs - this.under.now();
    if (leftMs > 0) await this.under.pass(leftMs);
  }

  /** @param around - methods that replace those of the store in this process */
  async record(read: Read, around: Partial<PlateHistoryStore> = {}): Promise<string> {
    const became = await this.processor(around)
      .process(KEY, read)
      .then(
        ({ outcome }) => outcome as string,
        (error: unknown) => {
          if (error instanceof RecoverableError) return error.code;
          throw error;
        },
      );
    this.processed.push({ read, processedAtMs: this.under.now(), became });
    return became;
  }

  get stays(): readonly StaySummary[] {
    return [...this.sink.values()];
  }

  /** Sentences about broken promises; empty when there are none. */
  violations(): readonly string[] {
    const { horizonMs } = this.rules;
    const isAccepted = ({ became }: Processed) => /^[a-z]/.test(became);
    const refusedInTime = this.processed.filter(
      (one) => !isAccepted(one) && one.processedAtMs <= one.read.atMs + horizonMs,
    );
    const accepted = new Map<string, ReferenceRead>(
      this.processed.filter(isAccepted).map(({ read }) => [this.textOf(read), read]),
    );
    const wanted = [...referencePairs([...accepted.values()], this.rules)].map(
      ([exit, entry]) => `${this.textOf(entry)} to ${this.textOf(exit)}`,
    );
    const found = [...this.sink.values()].flatMap((stay) => {
      if (stay.status === "void") return [];
      const entry = {
        kind: "entry",
        id: stay.entryEventId,
        atMs: stay.enteredAt.getTime(),
      } as const;
      const exit = { kind: "exit", id: stay.exitEventId, atMs: stay.exitedAt.getTime() } as const;
      return [`${this.textOf(entry)} to ${this.textOf(exit)}`];
    });
    return [
      ...refusedInTime.map(({ read, became }) => `${this.textOf(read)} is ${became}, in time`),
      ...wanted.filter((pair) => !found.includes(pair)).map((pair) => `${pair} is lost`),
      ...found.filter((pair) => !wanted.includes(pair)).map((pair) => `${pair} is invented`),
    ];
  }

  private textOf({ kind, id, atMs }: ReferenceRead): string {
    return `${kind === "entry" ? "e" : "x"}${id}@${atMs - this.startMs}`;
  }

  private processor(around: Partial<PlateHistoryStore>): ReadProcessor {
    const { rules } = this;
    const { store } = this.under;
    const clock: Clock = { now: () => this.under.now(), sleep: async () => undefined };
    const hold = (name: string) => new Hold(name, clock, { held: () => undefined }, noop);
    const wrapped: PlateHistoryStore = {
      get epoch() {
        return store.epoch;
      },
      get floorMs() {
        return store.floorMs;
      },
      currentEpoch: () => store.currentEpoch(),
      currentFloorMs: () => store.currentFloorMs(),
      raiseFloor: (toMs) => store.raiseFloor(toMs),
      load: (keys) => store.load(keys),
      save: (changes) => store.save(changes),
      posted: (posted) => store.posted(posted),
      ...around,
    };
    const sinkHold = hold("sink");
    if (this.isSinkAway) sinkHold.stop();
    const outcomes = new OutcomePublisher(this.ledger, hold("ledger"));
    const histories = new PlateHistories(wrapped, rules, clock, hold("store"), ignored, outcomes);
    const marker = new PostedMarker(wrapped, hold("store"));
    const poster = new SummaryPoster(
      { post: (stays) => this.post(stays) },
      wrapped,
      clock,
      sinkHold,
    );
    return new ReadProcessor(histories, poster, marker, rules);
  }

  private async post(stays: readonly StaySummary[]) {
    if (this.isSinkAway) throw new DependencyUnavailableError("sink", "away");
    for (const stay of stays) {
      const known = this.sink.get(stay.stayId);
      if (!known || known.revision < stay.revision) this.sink.set(stay.stayId, stay);
    }
    return stays.map(() => "accepted" as const);
  }
}
