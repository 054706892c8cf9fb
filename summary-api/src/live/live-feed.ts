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
/** A reader that hears nothing for longer knows that the line is dead. */
const HEARTBEAT_MS = 15_000;
/** Stays shown per tick; the counts tell of all of them. */
const STAYS_PER_TICK = 100;
/** A client that leaves this much unread is cut off, and one that has not taken a beat by the next. */
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

/** Server-sent events: what was committed, gathered over a quarter of a second. */
export class LiveFeed {
  private readonly clients = new Set<ServerResponse>();
  /** Those that have not taken the last beat yet. */
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

  /** False: there are as many readers as we serve. */
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

  /** Keeps the newest only: memory stays small however fast stays come. */
  publish(saved: readonly Saved[]): void {
    const created = saved.filter(({ outcome }) => outcome === "new").length;
    this.created += created;
    this.revised += saved.length - created;
    this.recent.add(created);
    if (this.clients.size === 0) return;
    this.gathered = [...this.gathered, ...saved.slice(-STAYS_PER_TICK)].slice(-STAYS_PER_TICK);
  }

  /** @returns how many stays that tell of the plate were about to be shown */
  forget(...plates: readonly SoughtPlate[]): number {
    const kept = this.gathered.filter(({ stay }) => !plates.some((plate) => tellsOf(stay, plate)));
    const forgotten = this.gathered.length - kept.length;
    this.gathered = kept;
    // Which plate it was is nobody's business any more: readers ask anew for what they show.
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

/** Also where the exit was read so and corrected later. */
const tellsOf = ({ plate, exitPlate, lotId }: Saved["stay"], sought: SoughtPlate): boolean =>
  isSoughtStay(sought, { plate, lotId }) || isSoughtStay(sought, { plate: exitPlate, lotId });
