import type { BackfillProgress } from "./backfill.js";

const BAR_WIDTH = 30;

/** Progress bar, rate and time left, on one line. */
export function backfillLine(progress: BackfillProgress): string {
  const { share, published } = progress;
  const full = Math.round(Math.min(share, 1) * BAR_WIDTH);
  return [
    `[${"#".repeat(full)}${"-".repeat(BAR_WIDTH - full)}] ${Math.floor(share * 100)} %`,
    `${published} events`,
    `${rateOf(progress)}/s`,
    `${secondsLeft(progress)} s left`,
  ].join("  ");
}

export const rateOf = ({
  published,
  seconds,
}: Pick<BackfillProgress, "published" | "seconds">): number =>
  seconds > 0 ? Math.round(published / seconds) : 0;

export const secondsLeft = ({
  share,
  seconds,
}: Pick<BackfillProgress, "share" | "seconds">): number =>
  share > 0 ? Math.ceil((seconds * (1 - share)) / share) : 0;
