import type { TrueRead, TrueVisit } from "../truth/truth.js";
import { type Cause, CAUSES, causeOf, isGood } from "./cause.js";
import { countsOf } from "./counts-of.js";

/** An exit of a car that has left is a re-read; the others have the cause of their missed visit. */
const EXIT_CAUSES = ["reread", ...CAUSES] as const;
type ExitCause = (typeof EXIT_CAUSES)[number];

export interface ExitsWithoutStay {
  /** Exits that reached the broker and closed no stay. */
  readonly exitsWithoutStay: number;
  readonly exitsBecause: Readonly<Record<ExitCause, number>>;
}

export function exitsWithoutStay(
  visits: readonly TrueVisit[],
  isFound: (visit: TrueVisit) => boolean,
  isUsed: (read: TrueRead) => boolean,
  hasStay: (exit: TrueRead) => boolean,
): ExitsWithoutStay {
  const causes = visits.flatMap((visit) =>
    visit.exit.reads
      .filter((read) => !hasStay(read))
      .map((read) => causeOfExit(visit, read, isFound, isUsed)),
  );
  return { exitsWithoutStay: causes.length, exitsBecause: countsOf(EXIT_CAUSES, causes) };
}

function causeOfExit(
  visit: TrueVisit,
  read: TrueRead,
  isFound: (visit: TrueVisit) => boolean,
  isUsed: (read: TrueRead) => boolean,
): ExitCause {
  if (!isGood(visit.plate)(read)) {
    return read.faults.includes("malformed") ? "malformed" : "misread";
  }
  if (isFound(visit)) return "reread";
  return causeOf(visit, isUsed) satisfies Cause;
}
