import type { StaySummary } from "@boomgate/contracts";

const exit = Date.UTC(2026, 10, 20, 9, 30, 30, 500);

interface Wanted {
  readonly id?: string;
  readonly revision?: number;
  readonly plate?: string;
  readonly lotId?: string;
  readonly status?: "closed" | "void";
  readonly exitedAt?: Date;
  readonly durationSeconds?: number;
}

/** A stay of an hour and a half, unless told otherwise. */
export function aStay(wanted: Wanted = {}): StaySummary {
  const { id = "x1", revision = 1, plate = "AB123CD", lotId = "main" } = wanted;
  const exitedAt = wanted.exitedAt ?? new Date(exit);
  const common = { stayId: id, revision, plate, lotId, exitedAt };
  if (wanted.status === "void") return { ...common, status: "void" };
  const { durationSeconds = 5_400 } = wanted;
  const enteredAt = new Date(exitedAt.getTime() - durationSeconds * 1_000);
  const entryEventId = `entry-of-${id}`;
  return { ...common, status: "closed", entryEventId, enteredAt, durationSeconds };
}
