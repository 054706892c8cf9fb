import { parseMetrics } from "@boomgate/platform/telemetry";
import { added, type Histogram, merged, quantile } from "./histogram.js";
import { Occupancy } from "./occupancy.js";
import { ProcessCounts } from "./process-counts.js";
import type { ScrapeAll } from "@boomgate/platform/telemetry";
import { type Snapshot, snapshotOf } from "./snapshot.js";

const ASK_EVERY_MS = 5_000;
const WINDOW_MS = 60_000;
const NONE: Histogram = new Map();

/** Figures of the backends from their metrics, a few seconds old. */
export interface PipelineView {
  readonly asked: number;
  readonly answered: number;
  readonly scrapedAt: Date;
  /** Start of the first known backend; counts of reads begin here. */
  readonly since: Date | null;
  /** From delivery to settlement, over the last minute; `null` when nothing was settled. */
  readonly processing: Readonly<Record<"p50" | "p95" | "p99", number>> | null;
  readonly eventsPerSecond: number | null;
  readonly inHand: number;
  /** Messages by queue; without queues that the broker does not report. */
  readonly queues: Readonly<Record<string, number>>;
  /** Exits without an entry so far. */
  readonly unmatched: number;
  /** Dependencies that events wait for. */
  readonly held: readonly string[];
}

interface Round {
  readonly atMs: number;
  readonly asked: number;
  readonly snapshots: ReadonlyMap<string, Snapshot>;
}

/** Scrapes the backends every few seconds, and keeps the number of cars inside over the day. */
export class PipelineWatch {
  private rounds: readonly Round[] = [];
  private readonly counts = new ProcessCounts();
  readonly occupancy = new Occupancy();
  private readonly asking: NodeJS.Timeout;
  private round: Promise<void> | undefined;

  constructor(
    private readonly ask: ScrapeAll,
    private readonly now: () => Date,
  ) {
    this.asking = setInterval(() => void this.look(), ASK_EVERY_MS).unref();
    void this.look();
  }

  stop(): void {
    clearInterval(this.asking);
  }

  /** Scrapes all backends once; never rejects, and two rounds never run at the same time. */
  look(): Promise<void> {
    this.round ??= this.askAll().finally(() => (this.round = undefined));
    return this.round;
  }

  /** `undefined` before the first round has ended. */
  get view(): PipelineView | undefined {
    const last = this.rounds.at(-1);
    if (last === undefined) return undefined;
    const snapshots = [...last.snapshots.values()];
    return {
      asked: last.asked,
      answered: snapshots.length,
      scrapedAt: new Date(last.atMs),
      since: this.counts.since,
      ...this.pace(last),
      inHand: sum(snapshots, ({ inHand }) => inHand),
      queues: deepest(snapshots),
      unmatched: this.counts.unmatched,
      held: [...new Set(snapshots.flatMap(({ held }) => held))].toSorted(),
    };
  }

  private async askAll(): Promise<void> {
    const answers = await this.ask().catch(() => []);
    const atMs = this.now().getTime();
    const snapshots = new Map<string, Snapshot>();
    for (const { instance, text } of answers) {
      if (text === undefined) continue;
      const snapshot = snapshotOf(parseMetrics(text));
      snapshots.set(instance, snapshot);
      this.counts.update(instance, snapshot);
    }
    const round = { atMs, asked: answers.length, snapshots };
    this.rounds = [...this.rounds.filter((each) => each.atMs >= atMs - WINDOW_MS), round];
    this.occupancy.add(atMs, [...snapshots.values()]);
  }

  /** Events settled within the window, since the first round with the same address. */
  private pace(last: Round): Pick<PipelineView, "processing" | "eventsPerSecond"> {
    const changes = [...last.snapshots.keys()].flatMap((instance) => {
      const scraped = this.rounds.filter(({ snapshots }) => snapshots.has(instance));
      const [first] = scraped;
      if (first === undefined || first === last) return [];
      const histograms = scraped.map(
        ({ snapshots }) => snapshots.get(instance)?.processing ?? NONE,
      );
      // The differences of successive rounds are added up, so that a restart in between is noticed.
      const histogram = merged(
        histograms.slice(1).map((after, index) => added(after, histograms[index] ?? NONE)),
      );
      const seconds = (last.atMs - first.atMs) / 1_000;
      return [{ histogram, perSecond: (histogram.get(Infinity) ?? 0) / seconds }];
    });
    if (changes.length === 0) return { processing: null, eventsPerSecond: null };
    const all = merged(changes.map(({ histogram }) => histogram));
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(all, share));
    return {
      processing:
        p50 === undefined || p95 === undefined || p99 === undefined ? null : { p50, p95, p99 },
      eventsPerSecond: sum(changes, ({ perSecond }) => perSecond),
    };
  }
}

/** The highest value of each queue: every backend reports the queues of the same broker, at slightly different times. */
function deepest(snapshots: readonly Snapshot[]): Record<string, number> {
  const queues: Record<string, number> = {};
  for (const snapshot of snapshots) {
    for (const [queue, messages] of snapshot.queues) {
      queues[queue] = Math.max(queues[queue] ?? 0, messages);
    }
  }
  return queues;
}

const sum = <T>(all: readonly T[], of: (each: T) => number) =>
  all.reduce((total, each) => total + of(each), 0);
