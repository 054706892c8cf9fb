import type { ReplayCounts } from "./replay.js";

/** The last line that a replay prints, and whether every record was published. */
export function resultOf(
  { events, published, badLines, late }: ReplayCounts,
  isDryRun: boolean,
): { readonly line: string; readonly isComplete: boolean } {
  const unconfirmed = events - published;
  const verb = isDryRun ? "could be published" : "published";
  const tooLate = late > 0 ? `, ${late} too late` : "";
  const rest = unconfirmed > 0 ? `, ${unconfirmed} not confirmed` : "";
  return {
    line: `${published} events ${verb}, ${badLines} bad lines${tooLate}${rest}`,
    isComplete: unconfirmed === 0 && badLines === 0 && late === 0,
  };
}
