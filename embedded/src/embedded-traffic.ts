import { randomBytes } from "node:crypto";
import { eventExchangesOf, type QueueNames } from "@boomgate/contracts";
import {
  backfill,
  type Backfilled,
  type BackfillParts,
  type BackfillProgress,
  MemoryParkedVehicles,
  type RunningGenerator,
  startEntryGenerator,
  startExitGenerator,
} from "@boomgate/generators";
import type { Running } from "@boomgate/platform/lifecycle";
import type { EmbeddedConfig } from "./embedded-config.js";

interface TrafficParts extends Pick<
  BackfillParts,
  "broker" | "log" | "registry" | "truth" | "backlog" | "isPacked" | "tracer"
> {
  readonly names: QueueNames;
}

/** Both generators, and the history that is published before them. */
export class EmbeddedTraffic implements Running {
  private readonly stopping = new AbortController();
  private history: Backfilled | undefined;
  private filling: Promise<void> = Promise.resolve();
  private generators: readonly [RunningGenerator, RunningGenerator] | undefined;

  constructor(
    private readonly config: EmbeddedConfig,
    private readonly parts: TrafficParts,
  ) {}

  /** Resolves when the history is published and the generators run, or when the traffic is stopped. */
  start(onProgress: (progress: BackfillProgress) => void): Promise<void> {
    this.filling = this.fillAndStart(onProgress);
    return this.filling;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.filling.catch(() => undefined); // thrown by `start`
    await Promise.all(this.generators?.map((generator) => generator.stop()) ?? []);
  }

  published(): { readonly entries: number; readonly exits: number } {
    const [entries, exits] =
      this.generators?.map((generator) => generator.counts().published) ?? [];
    return {
      entries: (this.history?.entries.published ?? 0) + (entries ?? 0),
      exits: (this.history?.exits.published ?? 0) + (exits ?? 0),
    };
  }

  private async fillAndStart(onProgress: (progress: BackfillProgress) => void): Promise<void> {
    const { config, parts } = this;
    const { signal } = this.stopping;
    const shared = {
      ...parts,
      exchanges: eventExchangesOf(parts.names),
      parkedVehicles: new MemoryParkedVehicles(),
      plan: config.plan,
      // The same for the history and after it, as a copy of an event of the history may come later.
      runId: randomBytes(6).toString("hex"),
    };
    if (config.plan && config.backfillUntilMs !== undefined) {
      const filling = { ...shared, signal, onProgress };
      this.history = await backfill(config.plan, config.backfillUntilMs, filling);
    }
    if (signal.aborted) {
      for (const kind of ["entry", "exit"] as const) this.endTruth(kind);
      return;
    }
    const resumed = { ...shared, resumeAtMs: this.history?.untilMs };
    this.generators = [
      startEntryGenerator({ ...resumed, config: config.entries }),
      startExitGenerator({ ...resumed, config: config.exits }),
    ];
  }

  private endTruth(kind: "entry" | "exit"): void {
    if (this.history) this.parts.truth?.end(kind, this.history.untilMs - 1);
  }
}
