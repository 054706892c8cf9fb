import type { ScrapeAll } from "@boomgate/platform/telemetry";

const LINE = /^parking_events_in_hand(?:\{[^}]*\})? (\d+)$/gm;

/**
 * Events that all backends have in hand, as their metrics say.
 * @throws {Error} when one of them does not answer, or has no such metric
 */
export async function inHandOfBackends(scrape: ScrapeAll): Promise<number> {
  const counts = (await scrape()).flatMap(({ instance, text = "" }) => {
    const values = [...text.matchAll(LINE)].map(([, value]) => Number(value));
    if (values.length === 0) throw new Error(`${instance} does not say what it has in hand`);
    return values;
  });
  if (counts.length === 0) throw new Error("no backend was found");
  return counts.reduce((sum, count) => sum + count, 0);
}
