import type { ExitEvent } from "@boomgate/contracts";
import { inject, injectable } from "tsyringe";
import type { EventProcessor, Outcome } from "./event-processor.js";
import { ReadRecorder } from "./read-recorder.js";

@injectable()
export class ExitEventProcessor implements EventProcessor<ExitEvent> {
  constructor(@inject(ReadRecorder) private readonly recorder: ReadRecorder) {}

  process(exit: ExitEvent): Promise<Outcome> {
    return this.recorder.record(exit, {
      kind: "exit",
      id: exit.id,
      atMs: exit.exitedAt.getTime(),
    });
  }
}
