import type { StaySummary } from "@boomgate/contracts";
import type { Selectable } from "kysely";
import type { StayPlace } from "./batch-plan.js";
import type { StoredStay, SupersededStay } from "./summary-store.js";
import type { StayColumns, Tables } from "../tables.js";

function staySummaryOf(row: Selectable<StayColumns>): StaySummary {
  const revision = {
    stayId: row.stay_id,
    revision: Number(row.revision),
    lotId: row.lot_id,
    plate: row.plate,
    exitPlate: row.exit_plate,
    exitEventId: row.exit_event_id,
    exitedAt: new Date(row.exited_at),
  };
  if (row.status === "void") return { ...revision, status: "void" };
  return {
    ...revision,
    status: "closed",
    entryEventId: row.entry_event_id ?? "",
    enteredAt: new Date(row.entered_at ?? row.exited_at),
    durationSeconds: row.duration_seconds ?? 0,
  };
}

export function storedStayOf(row: Selectable<Tables["stays"]>): StoredStay {
  return {
    ...staySummaryOf(row),
    receivedAt: new Date(row.received_at),
    corrections: row.corrections,
  };
}

export function supersededStayOf(row: Selectable<Tables["superseded_stays"]>): SupersededStay {
  return {
    ...staySummaryOf(row),
    receivedAt: new Date(row.received_at),
    supersededAt: new Date(row.superseded_at),
  };
}

export const placeOf = (row: {
  readonly lot_id: string;
  readonly entered_at: Date | string | null;
  readonly exited_at: Date | string;
}): StayPlace => ({
  lotId: row.lot_id,
  enteredAt: row.entered_at === null ? undefined : new Date(row.entered_at),
  exitedAt: new Date(row.exited_at),
});
