import type { ServerResponse } from "node:http";
import {
  isSoughtStay,
  type SoughtPlate,
  type StaySummaryWire,
  staySummaryToWire,
} from "@boomgate/contracts";
import type { Saved } from "../intake/intake.js";
import type { SinkMetrics } from "../telemetry/sink-metrics.js";
import { RecentMinute } from "./recent-minute.js";

const TICK_MS = 250;
/** Interval of beats; a reader that gets nothing for longer knows that the connection is lost. */
const HEARTBEAT_MS = 15_000;
/** Stays in one tick at most; the counts contain all. */
const STAYS_PER_TICK = 100;
/** A reader with this much unread is disconnected, as is one that has not read a beat by the next. */
const MAX_UNREAD_BYTES = 1_048_576;
const MAX_CLIENTS = 1_000;

interface Pace {
  readonly tickMs: number;
  readonly beatMs: number;
}

const PACE: Pace = { tickMs: TICK_MS, beatMs: HEARTBEAT_MS };

type LiveStay = Readonly<Record<string, StaySummaryWire[string] | boolean>>;

interface Tick {
  readonly new: number;
  readonly revised: number;
  readonly stays: readonly LiveStay[];
}

/** Sends committed stays as server-sent events, gathered over a quarter of a second. */
export class LiveFeed {
  private readonly clients = new Set<ServerResponse>();
  /** Readers that have not read the last beat yet. */
  private readonly behind = new Set<ServerResponse>();
  private gathered: Saved[] = [];
  private readonly recent = new RecentMinute(Date.now);
  private created = 0;
  private revised = 0;
  private readonly ticking: NodeJS.Timeout;
  private readonly beating: NodeJS.Timeout;

  constructor(
    private readonly metrics: SinkMetrics,
    { tickMs, beatMs } = PACE,
  ) {
    this.ticking = setInterval(() => this.tick(), tickMs).unref();
    this.beating = setInterval(() => this.beat(), beatMs).unref();
  }

  /** @returns false when there are too many readers already */
  join(client: ServerResponse): boolean {
    if (this.clients.size >= MAX_CLIENTS) return false;
    this.clients.add(client);
    this.metrics.liveClients.set(this.clients.size);
    client.once("close", () => {
      this.clients.delete(client);
      this.behind.delete(client);
      this.metrics.liveClients.set(this.clients.size);
    });
    const hello = JSON.stringify({ new_per_second: this.recent.perSecond() });
    client.write(`retry: 1000\nevent: hello\ndata: ${hello}\n\n`);
    return true;
  }

  /** Keeps only the newest stays, so that memory is bounded. */
  publish(saved: readonly Saved[]): void {
    const created = saved.filter(({ outcome }) => outcome === "new").length;
    this.created += created;
    this.revised += saved.length - created;
    this.recent.add(created);
    if (this.clients.size === 0) return;
    this.gathered = [...this.gathered, ...saved.slice(-STAYS_PER_TICK)].slice(-STAYS_PER_TICK);
  }

  /** @returns the number of stays of the plate that were about to be sent */
  forget(...plates: readonly SoughtPlate[]): number {
    const kept = this.gathered.filter(
      ({ stay }) => !plates.some((plate) => namesPlate(stay, plate)),
    );
    const forgotten = this.gathered.length - kept.length;
    this.gathered = kept;
    // The event does not name the plate; readers load their stays again.
    this.send("event: erased\ndata: {}\n\n");
    return forgotten;
  }

  stop(): void {
    clearInterval(this.ticking);
    clearInterval(this.beating);
    for (const client of this.clients) client.end();
  }

  private tick(): void {
    if (this.created + this.revised === 0) return;
    const tick: Tick = {
      new: this.created,
      revised: this.revised,
      stays: this.gathered.map(({ stay, outcome }) => ({
        ...staySummaryToWire(stay),
        corrected: outcome === "revised",
      })),
    };
    this.created = 0;
    this.revised = 0;
    this.gathered = [];
    this.send(`event: stays\ndata: ${JSON.stringify(tick)}\n\n`);
  }

  private beat(): void {
    for (const client of this.behind) client.destroy();
    for (const client of this.clients) {
      this.behind.add(client);
      client.write("event: beat\ndata: {}\n\n", () => this.behind.delete(client));
    }
  }

  private send(text: string): void {
    for (const client of this.clients) {
      if (client.writableLength > MAX_UNREAD_BYTES) client.destroy();
      else client.write(text);
    }
  }
}

/** Whether a stay has this plate, or its exit was first read as this plate. */
const namesPlate = ({ plate, exitPlate, lotId }: Saved["stay"], sought: SoughtPlate): boolean =>
  isSoughtStay(sought, { plate, lotId }) || isSoughtStay(sought, { plate: exitPlate, lotId });
