/** No turn of the event loop may be longer while `/metrics` is answered. */
export const LIMIT_MS = 5;
/** Share of scrapes that may have a slow turn, as garbage collection happens at any time. */
const MAX_SHARE = 0.05;

/** How many turns are over the limit. */
export const slowTurns = (longest: readonly number[]): number =>
  longest.filter((ms) => ms > LIMIT_MS).length;

/**
 * Whether scrapes have more turns over the limit than the pauses between them: other load on the machine slows both.
 * @param scraped - longest turn during each scrape, in ms
 * @param pauses - longest turn during as many pauses
 */
export function isBlocking(scraped: readonly number[], pauses: readonly number[]): boolean {
  return slowTurns(scraped) - slowTurns(pauses) > MAX_SHARE * scraped.length;
}
