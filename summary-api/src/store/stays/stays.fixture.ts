import { type StaySummary, stayIdOf } from "@boomgate/contracts";

const exit = Date.UTC(2026, 10, 20, 9, 30, 30, 500);

interface Wanted {
  /** Id of the exit event. */
  readonly id?: string;
  readonly revision?: number;
  readonly plate?: string;
  /** The plate when left out. */
  readonly exitPlate?: string;
  readonly lotId?: string;
  readonly status?: "closed" | "void";
  readonly exitedAt?: Date;
  readonly durationSeconds?: number;
}

/** A stay, of an hour and a half by default. */
export function aStay(wanted: Wanted = {}): StaySummary {
  const { id = "x1", revision = 1, plate = "AB123CD", exitPlate = plate, lotId = "main" } = wanted;
  const exitedAt = wanted.exitedAt ?? new Date(exit);
  const stayId = stayIdOf({ lotId, exitEventId: id, exitedAt });
  const common = { stayId, revision, plate, exitPlate, lotId, exitEventId: id, exitedAt };
  if (wanted.status === "void") return { ...common, status: "void" };
  const { durationSeconds = 5_400 } = wanted;
  const enteredAt = new Date(exitedAt.getTime() - durationSeconds * 1_000);
  const entryEventId = `entry-of-${id}`;
  return { ...common, status: "closed", entryEventId, enteredAt, durationSeconds };
}

/** The id of the stay of an exit event, at the time and in the lot of `aStay`. */
export const idOf = (id: string, wanted: Omit<Wanted, "id"> = {}): string =>
  aStay({ ...wanted, id }).stayId;
