import { type EntryEvent, type ExitEvent, stayIdOf } from "@boomgate/contracts";
import type { FinalState, LedgerRead } from "./final-state.js";
import { namedRead } from "./named-read.js";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 8, minute));
export const shared = { plate: "C1", lotId: "main" };
export const entry = (id: string, minute: number): EntryEvent => ({
  kind: "entry",
  id,
  ...shared,
  enteredAt: at(minute),
});
export const exit = (id: string, minute: number): ExitEvent => ({
  kind: "exit",
  id,
  ...shared,
  exitedAt: at(minute),
});
export const stayIdAt = (exitEventId: string, minute: number, lotId = "main") =>
  stayIdOf({ lotId, exitEventId, exitedAt: at(minute) });
export const closed = (from: readonly [string, number], to: readonly [string, number]) => ({
  stay_id: stayIdAt(...to),
  status: "closed" as const,
  lot_id: "main",
  vehicle_plate: "C1",
  entry_event_id: from[0],
  entry_date_time: at(from[1]).toISOString(),
});
export const e1 = ["e1", 0] as const;
export const x1 = ["x1", 10] as const;
export const x2 = ["x2", 30] as const;
const voided = {
  stay_id: stayIdAt("x9", 50),
  status: "void" as const,
  lot_id: "main",
  vehicle_plate: "C1",
};
export const nameOfEvent = (event: EntryEvent | ExitEvent) => namedRead(event).id;

export const read = (kind: "entry" | "exit", id: string, minute: number) => ({
  kind,
  id,
  atMs: at(minute).getTime(),
});
export const history = {
  ...shared,
  reads: [
    read("entry", "e1", 0),
    read("exit", "x1", 10),
    read("entry", "e2", 20),
    read("exit", "x2", 30),
    read("exit", "x9", 50),
    read("entry", "e5", 60),
    read("entry", "e6", 70),
  ],
  voided: [stayIdAt("x9", 50)],
};

/** A row of the ledger. */
export const row = (
  kind: "entry" | "exit",
  id: string,
  minute: number,
  state: string,
  stay_id?: string,
): LedgerRead => ({
  kind,
  event_id: id,
  date_time: at(minute).toISOString(),
  lot_id: "main",
  vehicle_plate: "C1",
  state,
  ...(stay_id === undefined ? {} : { stay_id }),
});

export const ledger: readonly LedgerRead[] = [
  row("entry", "e1", 0, "closed", stayIdAt(...x1)),
  row("exit", "x1", 10, "closed", stayIdAt(...x1)),
  row("entry", "e2", 20, "closed", stayIdAt(...x2)),
  row("exit", "x2", 30, "closed", stayIdAt(...x2)),
  row("exit", "x9", 50, "voided", stayIdAt("x9", 50)),
  row("entry", "e5", 60, "abandoned"),
  row("entry", "e6", 70, "open"),
];

/** A run in which all is right. */
export const finalState: FinalState = {
  confirmed: [
    ...[entry("e1", 0), exit("x1", 10), entry("e2", 20), exit("x2", 30), exit("x2", 30)],
    ...[exit("x9", 50), entry("e5", 60), entry("e6", 70)],
  ],
  stays: [closed(e1, x1), closed(["e2", 20], x2), voided],
  parked: new Map(),
  histories: [history],
  ledger,
};
export const without = (...ids: readonly string[]): Partial<FinalState> => ({
  histories: [{ ...history, reads: history.reads.filter(({ id }) => !ids.includes(id)) }],
});
