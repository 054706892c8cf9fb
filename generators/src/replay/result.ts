import type { ReplayCounts } from "./replay.js";

/** The last line of a replay, and whether all that it read was published. */
export function resultOf(
  { events, published, badLines }: ReplayCounts,
  isDryRun: boolean,
): { readonly line: string; readonly isComplete: boolean } {
  const unconfirmed = events - published;
  const verb = isDryRun ? "could be published" : "published";
  const rest = unconfirmed > 0 ? `, ${unconfirmed} not confirmed` : "";
  return {
    line: `${published} events ${verb}, ${badLines} bad lines${rest}`,
    isComplete: unconfirmed === 0 && badLines === 0,
  };
}
