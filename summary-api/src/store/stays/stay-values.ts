import type { StaySummary } from "@boomgate/contracts";
import type { Insertable } from "kysely";
import type { Tables } from "../tables.js";

/** A revision that a higher one of the same batch replaced. */
export function overtakenRow(
  stay: StaySummary,
  receivedAt: string,
): Insertable<Tables["superseded_stays"]> {
  const closed = stay.status === "closed" ? stay : undefined;
  return {
    stay_id: stay.stayId,
    revision: stay.revision,
    status: stay.status,
    lot_id: stay.lotId,
    plate: stay.plate,
    exit_plate: stay.exitPlate,
    exit_event_id: stay.exitEventId,
    entry_event_id: closed?.entryEventId ?? null,
    entered_at: closed?.enteredAt.toISOString() ?? null,
    exited_at: stay.exitedAt.toISOString(),
    duration_seconds: closed?.durationSeconds ?? null,
    received_at: receivedAt,
    superseded_at: receivedAt,
  };
}
