import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks until the answer is good; the service may not be up yet.
 * @throws with the last answer or error when `limitMs` have passed
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  isGood: (answer: T) => boolean,
  limitMs = 90_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const last = await ask().catch((error: unknown) => error);
    if (!(last instanceof Error) && isGood(last as T)) return last as T;
    if (Date.now() > end) throw new Error(`${what}: ${String(last)}`, { cause: last });
    await sleep(500);
  }
}
