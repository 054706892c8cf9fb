import { within } from "../lifecycle/within.js";

/**
 * What must be true before the service can do its work: `{ broker: true, store: false }`. A text is only shown: the
 * service does its work also without what it names: `{ ledger: "away" }`.
 */
export type Readiness = Readonly<Record<string, boolean | string>>;

/** A check that fails or does not answer in time is an answer too: `{ answering: false }`. */
export async function answerWithin(
  timeoutMs: number,
  readiness: () => Promise<Readiness> | Readiness,
): Promise<Readiness> {
  return within(timeoutMs, "a probe", Promise.resolve().then(readiness)).catch(() => ({
    answering: false,
  }));
}
