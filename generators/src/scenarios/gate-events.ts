import { EventPublisher } from "../event-publisher.js";
import type { GeneratorCounts, GeneratorParts } from "../generator.js";
import type { CameraRead } from "../noise/camera-read.js";
import { eventIdOf, readMessage } from "../publishing/read-message.js";
import type { Occurrence } from "./schedule.js";

/** Publishes what happens at the gates of one kind, and writes the truth of it. */
export class GateEvents {
  private readonly publisher: EventPublisher;

  constructor(
    private readonly kind: "entry" | "exit",
    private readonly parts: GeneratorParts,
  ) {
    this.publisher = new EventPublisher(kind, parts);
  }

  counts(): GeneratorCounts {
    return this.publisher.counts();
  }

  /** Resolves when the broker has confirmed it, or when the signal aborts. */
  async happen(occurrence: Occurrence, signal: AbortSignal): Promise<void> {
    const { truth } = this.parts;
    switch (occurrence.what) {
      case "visit":
        if (this.kind === "entry") truth?.visit(occurrence.visit);
        return;
      case "lost":
        this.fault(occurrence.lost.reason);
        truth?.lost(occurrence.lost);
        return;
      case "copy":
        this.fault("copy");
        await this.publisher.sendCopy(this.messageOf(occurrence.read), signal);
        return;
      case "read":
        await this.read(occurrence.read, signal);
    }
  }

  private async read(read: CameraRead, signal: AbortSignal): Promise<void> {
    for (const name of read.faults) this.fault(name);
    const result = await this.publisher.send(this.messageOf(read), signal);
    if (result !== "unsent") this.parts.truth?.read(read, eventIdOf(read, this.publisher.runId));
  }

  private messageOf(read: CameraRead): (nowMs: number) => ReturnType<typeof readMessage> {
    return (nowMs) => readMessage(read, this.publisher.runId, this.parts.exchanges, nowMs);
  }

  private fault(name: string): void {
    this.publisher.metrics.faults.inc({ event_type: this.kind, fault: name });
  }
}
