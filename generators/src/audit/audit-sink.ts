import { readTruth } from "../truth/read-truth.js";
import { audit, type Audit } from "./audit.js";
import { withPlatesOf } from "./hashed-stays.js";
import { readSinkStays } from "./sink-stay.js";

/** More than the errors of gate clocks and of rounding. */
export const AUDIT_TOLERANCE_MS = 5_000;

interface AuditOptions {
  /** Files of one run: one file, or one of each generator. */
  readonly truth: readonly string[];
  /** URL of the summary API, without a slash at the end. */
  readonly sink: string;
  readonly token?: string | undefined;
  /** Key of a sink that keeps hashes of plates. */
  readonly pepper?: string | undefined;
  readonly toleranceMs: number;
}

/** Reads the stays of the sink and compares them with the truth. @throws {BadTruthError | PepperNeededError} */
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
