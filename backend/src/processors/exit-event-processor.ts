import type { ExitEvent } from "@boomgate/contracts";
import type { TraceContext } from "@boomgate/platform/tracing";
import { inject, injectable } from "tsyringe";
import type { EventProcessor, Processed } from "./event-processor.js";
import { ReadRecorder } from "./read-recorder.js";

@injectable()
export class ExitEventProcessor implements EventProcessor<ExitEvent> {
  constructor(@inject(ReadRecorder) private readonly recorder: ReadRecorder) {}

  process(exit: ExitEvent, trace?: TraceContext): Promise<Processed> {
    const atMs = exit.exitedAt.getTime();
    return this.recorder.record(
      exit,
      { kind: "exit", id: exit.id, atMs, plate: exit.plate },
      trace,
    );
  }
}
