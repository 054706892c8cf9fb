import { within } from "../lifecycle/within.js";

/** For the probe of an orchestrator, which waits a few seconds for all answers together. */
const ANSWER_TIMEOUT_MS = 1_000;

/**
 * Makes a call of a dependency into a readiness check that every probe can run, with or without traffic. Probes share
 * a call that is under way, so that calls do not pile up while the dependency is frozen.
 * @returns false when the dependency fails, or has not answered within the limit
 */
export function answersInTime(
  ask: () => Promise<unknown>,
  timeoutMs: number = ANSWER_TIMEOUT_MS,
): () => Promise<boolean> {
  let asked: { readonly sinceMs: number; readonly answer: Promise<boolean> } | undefined;
  const begin = () => {
    const answer = Promise.resolve()
      .then(ask)
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        asked = undefined;
      });
    return { sinceMs: performance.now(), answer };
  };
  return async () => {
    asked ??= begin();
    const leftMs = asked.sinceMs + timeoutMs - performance.now();
    return within(leftMs, "a probe", asked.answer).catch(() => false);
  };
}
