import { setTimeout as sleep } from "node:timers/promises";
import type { AlertFault, Observation } from "./alert-fault.js";
import type { AlertRun } from "./alert-run.js";
import { awaitAlerts, type Wait } from "./alert-watch.js";

export interface RunFaultOptions {
  readonly run: AlertRun;
  /** Time limit of one alert. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onObservation: (observation: Observation) => void;
}

/** Injects the fault, awaits each of its alerts, restores the services, and awaits the end of each alert. */
export async function runFault(fault: AlertFault, options: RunFaultOptions): Promise<void> {
  const { run, timeoutMs, signal, onObservation } = options;
  const wait: Wait = { prometheusUrl: run.prometheusUrl, timeoutMs, signal };
  const { during, after = [] } = fault;
  const expected = [...during, ...after];
  // An alert that already fires before the fault proves nothing.
  const silent = await awaitAlerts(expected, "silent", wait);
  const restore = await fault.inject(run);
  const lasting = sleep(fault.leastMs ?? 0, undefined, { signal });
  const others = (async () => {
    for (const other of fault.meanwhile ?? []) await runFault(other, options);
  })();
  others.catch(() => undefined); // awaited below in any case
  let fired: ReadonlyMap<string, number> = new Map();
  try {
    fired = await awaitAlerts(during, "firing", wait);
    await lasting;
  } finally {
    await restore();
  }
  const firedLater = await awaitAlerts(after, "firing", wait);
  const resolved = await awaitAlerts(expected, "silent", wait);
  const report = (alert: string, since: Observation["since"], seconds: number | undefined) =>
    onObservation({
      ...{ alert, since, fault: fault.name },
      firedAfter: silent.has(alert) ? seconds : undefined,
      resolvedAfter: resolved.get(alert),
    });
  for (const alert of during) report(alert, "the fault", fired.get(alert));
  for (const alert of after) report(alert, "its end", firedLater.get(alert));
  await others;
}
