import type { EntryEvent } from "@boomgate/contracts";
import type { TraceContext } from "@boomgate/platform/tracing";
import { inject, injectable } from "tsyringe";
import type { EventProcessor, Processed } from "./event-processor.js";
import { ReadRecorder } from "./read-recorder.js";

@injectable()
export class EntryEventProcessor implements EventProcessor<EntryEvent> {
  constructor(@inject(ReadRecorder) private readonly recorder: ReadRecorder) {}

  process(entry: EntryEvent, trace?: TraceContext): Promise<Processed> {
    const atMs = entry.enteredAt.getTime();
    return this.recorder.record(
      entry,
      { kind: "entry", id: entry.id, atMs, plate: entry.plate },
      trace,
    );
  }
}
