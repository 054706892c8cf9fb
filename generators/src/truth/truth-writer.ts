import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { CameraRead, LostPassage } from "../noise/camera-read.js";
import type { ScenarioPlan } from "../scenarios/scenario-plan.js";
import type { Visit } from "../scenarios/visits.js";
import type { TruthLine } from "./truth-line.js";

const isoOf = (ms: number) => new Date(ms).toISOString();

/** Writes down what really happens, line by line, so that a run which breaks off leaves what it knew. */
export class TruthWriter {
  /** @param write - takes one line with its line feed */
  constructor(private readonly write: (line: string) => void) {}

  run({ scenario, seed, startMs, timeScale, noiseText }: ScenarioPlan): void {
    this.tell({
      type: "run",
      scenario: scenario.name,
      seed,
      start: isoOf(startMs),
      time_scale: timeScale,
      noise: noiseText,
    });
  }

  visit({ number, plate, lotId, enteredMs, leftMs }: Visit): void {
    this.tell({
      type: "visit",
      visit: number,
      plate,
      lot_id: lotId,
      entered_at: isoOf(enteredMs),
      left_at: isoOf(leftMs),
    });
  }

  read({ visit, kind, gateId, plate, stampMs, faults }: CameraRead, eventId: string): void {
    this.tell({
      type: "read",
      visit,
      kind,
      event_id: eventId,
      gate_id: gateId,
      plate,
      stamped_at: isoOf(stampMs),
      faults: [...faults],
    });
  }

  lost({ visit, kind, gateId, reason }: LostPassage): void {
    this.tell({ type: "lost", visit, kind, gate_id: gateId, reason });
  }

  end(kind: "entry" | "exit", atMs: number): void {
    this.tell({ type: "end", kind, at: isoOf(atMs) });
  }

  private tell(line: TruthLine): void {
    this.write(`${JSON.stringify(line)}\n`);
  }
}

export interface OpenTruth {
  /** `undefined` when nobody wants to know. */
  readonly truth: TruthWriter | undefined;
  /** Resolves when all is on the disk; may be called again. */
  readonly close: () => Promise<void>;
}

/** @throws when the file cannot be written; what was in it is gone */
export async function openTruth(path: string | undefined): Promise<OpenTruth> {
  if (path === undefined) return { truth: undefined, close: async () => undefined };
  const stream = createWriteStream(path);
  await once(stream, "open");
  const ended = finished(stream);
  ended.catch(() => undefined); // told to whoever closes it
  return {
    truth: new TruthWriter((line) => void stream.write(line)),
    async close() {
      if (!stream.writableEnded) stream.end();
      await ended;
    },
  };
}
