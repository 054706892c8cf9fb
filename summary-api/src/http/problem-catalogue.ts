import { defineProblems, HTTP_PROBLEMS } from "@boomgate/http";

/** Every problem of this API by its code; a code is never renamed. */
export const PROBLEMS = {
  ...HTTP_PROBLEMS,
  ...defineProblems({
    LEDGER_OFF: { status: 404, title: "This API keeps no ledger of reads" },
    NO_SUCH_STAY: { status: 404, title: "No such stay" },
    TOO_MANY_SUMMARIES: { status: 413, title: "More than 1000 summaries" },
    CONTRACT_BROKEN: { status: 422, title: "The summary breaks the contract" },
    STAY_IN_THE_FUTURE: { status: 422, title: "The stay lies in the future" },
    STAY_TOO_OLD: { status: 422, title: "The stay is too old" },
    REVISION_AHEAD: { status: 422, title: "The revision lies in the future" },
    NOT_ITS_STAY: { status: 422, title: "The stay has another exit plate" },
    INTAKE_FULL: { status: 503, title: "Not just now" },
    DATABASE_LOCKED: { status: 503, title: "Another program holds a lock on the database" },
    DISK_FULL: { status: 503, title: "The disk is full" },
    TOO_MANY_READERS: { status: 503, title: "Too many readers" },
    TOO_MANY_EXPORTS: { status: 503, title: "Too many exports at the same time" },
  }),
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** Of every operation that uses the database. */
export const DATABASE_PROBLEMS = [
  PROBLEMS.DEPENDENCY_UNAVAILABLE,
  PROBLEMS.DATABASE_LOCKED,
  PROBLEMS.DISK_FULL,
  PROBLEMS.INTERNAL,
] as const;
