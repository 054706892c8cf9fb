import { type Running, RepeatedWork } from "@boomgate/platform/lifecycle";

const ASK_EVERY_MS = 1_000;

interface BacklogParts {
  /** Messages ready for delivery; rejects while the broker is away. */
  readonly depth: (queue: string) => Promise<number>;
  /** Of the events. */
  readonly queues: readonly string[];
  /** Messages in all of them together. */
  readonly limit: number;
}

/** Asks the broker each second how many messages wait in the queues of the events. */
export class BacklogWatch implements Running {
  private known: Readonly<Record<string, number>> | undefined;
  private readonly asking: RepeatedWork;

  constructor(private readonly parts: BacklogParts) {
    this.asking = new RepeatedWork(
      () => this.ask(),
      () => ASK_EVERY_MS,
    );
  }

  start(): void {
    this.asking.start();
  }

  stop(): Promise<void> {
    return this.asking.stop();
  }

  /** By queue; `undefined` while the broker does not say. */
  get depths(): Readonly<Record<string, number>> | undefined {
    return this.known;
  }

  get isFull(): boolean {
    const { known } = this;
    if (known === undefined) return false; // nothing is taken either while the broker is away
    return Object.values(known).reduce((sum, depth) => sum + depth, 0) > this.parts.limit;
  }

  /** Asks once. */
  async ask(): Promise<void> {
    const { queues, depth } = this.parts;
    try {
      const depths = await Promise.all(queues.map(depth));
      this.known = Object.fromEntries(queues.map((queue, index) => [queue, depths[index] ?? 0]));
    } catch {
      this.known = undefined;
    }
  }
}
