import { stayIdOf } from "@boomgate/contracts";
import { truthOf } from "../truth/truth.js";
import type { TruthLine } from "../truth/truth-line.js";
import type { SinkStay } from "./sink-stay.js";

const DAY_MS = Date.UTC(2026, 2, 7);
const at = (minute: number) => new Date(DAY_MS + minute * 60_000).toISOString();

interface Read {
  readonly id: string;
  readonly plate: string;
  readonly minute: number;
  readonly faults?: readonly string[];
}

/** Collects the truth of visits, with times in minutes; the id of the entry event of visit 1 is "e1". */
export class TruthUnderTest {
  private readonly lines: TruthLine[] = [];

  visit(visit: number, plate: string, entered: number, left: number): this {
    return this.add({
      type: "visit",
      visit,
      plate,
      lot_id: "main",
      entered_at: at(entered),
      left_at: at(left),
    });
  }

  /** @param id - "e1", "x2": kind and visit of the event */
  read(id: string, plate: string, minute: number, faults: readonly string[] = []): this {
    const visit = Number.parseInt(id.slice(1), 10);
    return this.readOf(visit, kindOf(id), { id, plate, minute, faults });
  }

  /** As `read`, with any id. */
  readOf(visit: number, kind: "entry" | "exit", read: Read): this {
    return this.add({
      type: "read",
      visit,
      kind,
      event_id: read.id,
      gate_id: "gate",
      plate: read.plate,
      stamped_at: at(read.minute),
      faults: [...(read.faults ?? [])],
    });
  }

  lost(eventId: string, reason: "missed" | "silent"): this {
    const visit = Number(eventId.slice(1));
    return this.add({ type: "lost", visit, kind: kindOf(eventId), gate_id: "gate", reason });
  }

  until(minute: number) {
    const ends = (["entry", "exit"] as const).map((kind) => {
      return { type: "end" as const, kind, at: at(minute) };
    });
    return truthOf([...this.lines, ...ends]);
  }

  private add(line: TruthLine): this {
    this.lines.push(line);
    return this;
  }
}

const kindOf = (eventId: string) => (eventId.startsWith("e") ? "entry" : "exit");

/** A closed stay of the sink, with the ids and the minutes of its entry and exit. */
export const aStay = (
  entry: readonly [id: string, minute: number],
  exit: readonly [id: string, minute: number],
  plate = "AB123CD",
  lotId = "main",
): SinkStay => ({
  stay_id: stayIdOf({
    lotId,
    exitEventId: exit[0],
    exitedAt: new Date(at(exit[1])),
  }),
  exit_event_id: exit[0],
  status: "closed",
  lot_id: lotId,
  vehicle_plate: plate,
  entry_event_id: entry[0],
  entry_date_time: at(entry[1]),
  exit_date_time: at(exit[1]),
});
