import { encodeEvent } from "@boomgate/contracts";
import type { EventSender } from "./event-sender.js";
import type { TrafficEvent } from "./traffic.js";

/** One of so many requests has one event, however many wait. */
const ALONE = 3;
const MOST_EVENTS = 100;
const MOST_REQUESTS = 16;
/** A frozen gateway does not answer; a confirm may take five seconds. */
const ANSWER_LIMIT_MS = 8_000;

interface Waiting {
  readonly event: TrafficEvent;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

interface Result {
  readonly index: number;
  readonly status: string;
}

/** Sends each request to the next gateway in turn, as a balancer does that knows nothing of their health. */
export class GatewaySender implements EventSender {
  /** Answers by their status; "none" where there was none. */
  readonly answers = new Map<string, number>();
  private readonly waiting: Waiting[] = [];
  private requests = 0;
  private inFlight = 0;

  /** @param urls - of the gateways that run now */
  constructor(private readonly urls: () => readonly string[]) {}

  send(event: TrafficEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ event, resolve, reject });
      // What is sent in the same turn may share a request.
      if (this.waiting.length === 1) setImmediate(() => this.postWaiting());
    });
  }

  async close(): Promise<void> {}

  private postWaiting(): void {
    while (this.waiting.length > 0 && this.inFlight < MOST_REQUESTS) {
      this.requests += 1;
      const most = this.requests % ALONE === 0 ? 1 : MOST_EVENTS;
      this.inFlight += 1;
      void this.post(this.waiting.splice(0, most)).finally(() => {
        this.inFlight -= 1;
        this.postWaiting();
      });
    }
  }

  /** Settles each event by its own result. Never rejects. */
  private async post(batch: readonly Waiting[]): Promise<void> {
    const queued = await this.queuedOf(batch).catch((error: unknown) => {
      this.count("none");
      for (const { reject } of batch) reject(error);
      return undefined;
    });
    for (const [index, { resolve, reject }] of queued ? batch.entries() : []) {
      if (queued?.has(index)) resolve();
      else reject(new Error("not taken"));
    }
  }

  /** @returns the places of the events that the gateway says the broker has */
  private async queuedOf(batch: readonly Waiting[]): Promise<ReadonlySet<number>> {
    const urls = this.urls();
    const url = urls[this.requests % urls.length];
    if (url === undefined) throw new Error("no gateway runs");
    const bodies = batch.map(({ event }) => encodeEvent(event).toString());
    const answer = await fetch(`${url}/api/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: bodies.length === 1 ? (bodies[0] ?? "") : `[${bodies.join(",")}]`,
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    const { events = [] } = (await answer.json()) as { readonly events?: readonly Result[] };
    this.count(String(answer.status));
    const queued = events.filter(({ status }) => status === "queued");
    return new Set(queued.map(({ index }) => index));
  }

  private count(answer: string): void {
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
  }
}
