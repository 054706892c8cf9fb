import type { Passage, TrueRead, TrueVisit } from "../truth/truth.js";

/** Why a visit has no stay, or an exit none; the first that applies counts. */
export const CAUSES = [
  "not_delivered",
  "missed",
  "silent",
  "malformed",
  "misread",
  "clock",
  "merged",
  "unexplained",
] as const;
export type Cause = (typeof CAUSES)[number];

/** Whether the read has the plate of the car and is a valid event. */
export const isGood =
  (plate: string) =>
  (read: TrueRead): boolean =>
    read.plate === plate && !read.faults.includes("malformed");

/** @returns `undefined` when the passage has a good read */
function causeAt(passage: Passage, plate: string): Cause | undefined {
  const { reads, lost } = passage;
  if (reads.some(isGood(plate))) return undefined;
  if (lost !== undefined) return lost;
  if (reads.length === 0) return "not_delivered";
  return reads.some(({ faults }) => !faults.includes("malformed")) ? "misread" : "malformed";
}

/** @param isUsedElsewhere - whether a read of the visit is in the stay of another visit */
export function causeOf(
  { plate, entry, exit }: TrueVisit,
  isUsedElsewhere: (read: TrueRead) => boolean,
): Cause {
  const causes = [causeAt(entry, plate), causeAt(exit, plate)];
  const found = CAUSES.find((cause) => causes.includes(cause));
  if (found !== undefined) return found;
  if (firstMs(exit, plate) < firstMs(entry, plate)) return "clock";
  return [...entry.reads, ...exit.reads].some(isUsedElsewhere) ? "merged" : "unexplained";
}

const firstMs = ({ reads }: Passage, plate: string): number =>
  Math.min(...reads.filter(isGood(plate)).map(({ stamped_at }) => Date.parse(stamped_at)));
