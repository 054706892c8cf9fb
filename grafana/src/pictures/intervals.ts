/** Steps Grafana likes: from a second to a day. */
const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 86_400];

interface Intervals {
  readonly stepSeconds: number;
  /** For `$__rate_interval`: never so short that a rate lacks its second sample. */
  readonly rateSeconds: number;
  /** For `$__range`. */
  readonly rangeSeconds: number;
}

/** As Grafana chooses them: about one step for each pixel, and none shorter than a scrape. */
export function intervalsOf(options: {
  readonly rangeSeconds: number;
  readonly widthPixels: number;
  readonly scrapeSeconds: number;
}): Intervals {
  const { rangeSeconds, widthPixels, scrapeSeconds } = options;
  const wanted = Math.max(rangeSeconds / widthPixels, scrapeSeconds);
  const stepSeconds = STEPS.find((step) => step >= wanted) ?? wanted;
  return {
    stepSeconds,
    rateSeconds: Math.max(stepSeconds + scrapeSeconds, 4 * scrapeSeconds),
    rangeSeconds: Math.round(rangeSeconds),
  };
}

/** @returns the query as Prometheus gets it */
export const withIntervals = (expr: string, { stepSeconds, ...intervals }: Intervals): string =>
  expr
    .replaceAll("$__rate_interval", `${intervals.rateSeconds}s`)
    .replaceAll("$__interval", `${stepSeconds}s`)
    .replaceAll("$__range", `${intervals.rangeSeconds}s`);
