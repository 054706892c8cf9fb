/** Longer than this, `/metrics` must not keep the event loop from everything else. */
export const LIMIT_MS = 5;
/** Of the scrapes: collections of garbage fall where they like. */
const CHANCE = 0.05;

/** How many of them are over the limit. */
export const slowTurns = (longest: readonly number[]): number =>
  longest.filter((ms) => ms > LIMIT_MS).length;

/**
 * Whether turns over the limit come with the scrapes: a scrape does the same work each time, so one that
 * blocks does it again and again, and noise of the machine meets the pauses between as well.
 * @param scraped - longest turn during each scrape, in ms
 * @param pauses - as many, without a scrape
 */
export function isBlocking(scraped: readonly number[], pauses: readonly number[]): boolean {
  return slowTurns(scraped) - slowTurns(pauses) > CHANCE * scraped.length;
}
