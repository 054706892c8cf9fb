import type { FateOutcome, ParkedOutcome } from "@boomgate/contracts";

const FIRST_MS = Date.UTC(2026, 10, 20, 8);

const identityOf = (id: string, minute: number) => ({
  kind: id.startsWith("x") ? ("exit" as const) : ("entry" as const),
  lotId: "main",
  plate: "AB123CD",
  id,
  at: new Date(FIRST_MS + minute * 60_000),
});

/** The outcome of a read so many minutes into the morning; ids that begin with x are exits. */
export const aFate = (
  id: string,
  minute: number,
  { fate = "open", revision = 1, ...rest }: Partial<FateOutcome> = {},
): FateOutcome => ({ ...identityOf(id, minute), fate, revision, ...rest });

export const aParked = (
  id: string,
  minute: number,
  { parkedCode = "TOO_LATE", parkedAt = new Date(FIRST_MS), ...rest }: Partial<ParkedOutcome> = {},
): ParkedOutcome => ({ ...identityOf(id, minute), parkedCode, parkedAt, ...rest });

export const minuteOf = (minute: number) => new Date(FIRST_MS + minute * 60_000);
