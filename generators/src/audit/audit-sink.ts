import { readTruth } from "../truth/read-truth.js";
import { audit, type Audit } from "./audit.js";
import { withPlatesOf } from "./hashed-stays.js";
import { readSinkStays } from "./sink-stay.js";

/** Gate clocks and rounding are within it. */
export const AUDIT_TOLERANCE_MS = 5_000;

export interface AuditOptions {
  /** Of one run: one file, or one from each generator. */
  readonly truth: readonly string[];
  /** The summary API, without a slash at the end. */
  readonly sink: string;
  readonly token?: string | undefined;
  /** Of a sink that keeps hashes of plates. */
  readonly pepper?: string | undefined;
  readonly toleranceMs: number;
}

/** Asks the sink for its stays and compares them with the truth. @throws {BadTruthError | PepperNeededError} */
export async function auditSink(options: AuditOptions): Promise<Audit> {
  const truth = await readTruth(options.truth);
  const times = truth.visits.flatMap(({ enteredMs, leftMs }) => [enteredMs, leftMs]);
  const stays = await readSinkStays({
    url: options.sink,
    token: options.token,
    fromMs: times.reduce((least, ms) => Math.min(least, ms)),
    toMs: times.reduce((most, ms) => Math.max(most, ms)),
  });
  return audit(truth, withPlatesOf(truth, stays, options.pepper), options);
}
