import { setTimeout as sleep } from "node:timers/promises";

const RECONNECT_MS = 1_000;

/** Keeps the live stream of the page open until the signal aborts, as a browser does. */
export async function watchLive(apiUrl: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const { body } = await fetch(`${apiUrl}/api/v1/live`, { signal });
      await body?.pipeTo(new WritableStream(), { signal });
    } catch {
      // The API does not answer, or the signal aborted.
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
}
