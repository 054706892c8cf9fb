import { setTimeout as sleep } from "node:timers/promises";
import type { Act, Sighting } from "./act.js";
import { awaitAlerts, type Wait } from "./alert-watch.js";
import type { Theatre } from "./theatre.js";

export interface PlayOptions {
  readonly theatre: Theatre;
  /** How long one alert may take, in ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onSighting: (sighting: Sighting) => void;
}

/** Strikes, sees each alert fire, puts things right, and sees each alert end. */
export async function play(act: Act, options: PlayOptions): Promise<void> {
  const { theatre, timeoutMs, signal, onSighting } = options;
  const wait: Wait = { prometheusUrl: theatre.prometheusUrl, timeoutMs, signal };
  const { during, after = [] } = act;
  const expected = [...during, ...after];
  // What fires for another reason proves nothing: that it is seen then does not count.
  const quiet = await awaitAlerts(expected, "silent", wait);
  const heal = await act.strike(theatre);
  const lasting = sleep(act.leastMs ?? 0, undefined, { signal });
  const others = (async () => {
    for (const other of act.meanwhile ?? []) await play(other, options);
  })();
  others.catch(() => undefined); // awaited below, in any case
  let fired: ReadonlyMap<string, number> = new Map();
  try {
    fired = await awaitAlerts(during, "firing", wait);
    await lasting;
  } finally {
    await heal();
  }
  const firedLater = await awaitAlerts(after, "firing", wait);
  const resolved = await awaitAlerts(expected, "silent", wait);
  const sightingOf = (alert: string, since: Sighting["since"], seconds: number | undefined) =>
    onSighting({
      ...{ alert, since, fault: act.fault },
      firedAfter: quiet.has(alert) ? seconds : undefined,
      resolvedAfter: resolved.get(alert),
    });
  for (const alert of during) sightingOf(alert, "the fault", fired.get(alert));
  for (const alert of after) sightingOf(alert, "its end", firedLater.get(alert));
  await others;
}
