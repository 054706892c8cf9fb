import { defineProblems, HTTP_PROBLEMS } from "@boomgate/http";

/** Every problem of the gateway by its code; a code is never renamed. */
export const PROBLEMS = {
  ...HTTP_PROBLEMS,
  ...defineProblems({
    LEDGER_OFF: { status: 404, title: "What becomes of events is not kept" },
    NO_SUCH_EVENT: { status: 404, title: "No event with this receipt" },
    NO_SUCH_CAMERA: { status: 404, title: "No camera of this name" },
    CONTRACT_BROKEN: { status: 422, title: "The event breaks the contract" },
    FROM_THE_FUTURE: { status: 422, title: "The event lies in the future" },
    TOO_LATE: { status: 422, title: "The event is too old" },
    TOO_FAST: { status: 429, title: "The account sends more than its rate" },
    GATEWAY_FULL: { status: 503, title: "The gateway has too much in hand" },
    BROKER_AWAY: { status: 503, title: "The broker takes no events now" },
    BACKLOG_FULL: { status: 503, title: "Too many events wait to be processed" },
    NOT_CONFIRMED: { status: 503, title: "The broker has not confirmed the events" },
  }),
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** Of every request that brings events, before its body is read. */
export const ADMISSION_PROBLEMS = [
  PROBLEMS.TOO_FAST,
  PROBLEMS.GATEWAY_FULL,
  PROBLEMS.BROKER_AWAY,
  PROBLEMS.BACKLOG_FULL,
] as const;
