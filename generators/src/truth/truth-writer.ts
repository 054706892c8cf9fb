import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { CameraRead, LostPassage } from "../noise/camera-read.js";
import type { ScenarioPlan } from "../scenarios/scenario-plan.js";
import type { Visit } from "../scenarios/visits.js";
import type { TruthLine } from "./truth-line.js";

const isoOf = (ms: number) => new Date(ms).toISOString();

/** Writes what really happens, line by line, so that an interrupted run leaves what it knew. */
export class TruthWriter {
  /** @param write - takes one line with its line feed */
  constructor(private readonly write: (line: string) => void) {}

  run({ scenario, seed, startMs, timeScale, noiseText }: ScenarioPlan): void {
    this.writeLine({
      type: "run",
      scenario: scenario.name,
      seed,
      start: isoOf(startMs),
      time_scale: timeScale,
      noise: noiseText,
    });
  }

  visit({ number, plate, lotId, enteredMs, leftMs }: Visit): void {
    this.writeLine({
      type: "visit",
      visit: number,
      plate,
      lot_id: lotId,
      entered_at: isoOf(enteredMs),
      left_at: isoOf(leftMs),
    });
  }

  read({ visit, kind, gateId, plate, stampMs, faults }: CameraRead, eventId: string): void {
    this.writeLine({
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
    this.writeLine({ type: "lost", visit, kind, gate_id: gateId, reason });
  }

  end(kind: "entry" | "exit", atMs: number): void {
    this.writeLine({ type: "end", kind, at: isoOf(atMs) });
  }

  private writeLine(line: TruthLine): void {
    this.write(`${JSON.stringify(line)}\n`);
  }
}

export interface OpenTruth {
  /** `undefined` without TRUTH_PATH. */
  readonly truth: TruthWriter | undefined;
  /** Resolves when all is on the disk; may be called again. */
  readonly close: () => Promise<void>;
}

/** Overwrites the file. @throws when it cannot be written */
export async function openTruth(path: string | undefined): Promise<OpenTruth> {
  if (path === undefined) return { truth: undefined, close: async () => undefined };
  const stream = createWriteStream(path);
  await once(stream, "open");
  const ended = finished(stream);
  ended.catch(() => undefined); // thrown by `close`
  return {
    truth: new TruthWriter((line) => void stream.write(line)),
    async close() {
      if (!stream.writableEnded) stream.end();
      await ended;
    },
  };
}
