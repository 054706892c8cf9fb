import { setTimeout as sleep } from "node:timers/promises";

const POLL_EVERY_MS = 250;

interface Answer {
  readonly data: {
    readonly alerts: readonly {
      readonly labels: Readonly<Record<string, string>>;
      readonly state: "pending" | "firing";
    }[];
  };
}

/** The alerts that fire now. @throws when Prometheus does not answer */
async function firingAlerts(prometheusUrl: string): Promise<ReadonlySet<string>> {
  const answer = await fetch(`${prometheusUrl}/api/v1/alerts`);
  const { data } = (await answer.json()) as Answer;
  const firing = data.alerts.filter(({ state }) => state === "firing");
  return new Set(firing.map(({ labels }) => labels["alertname"] ?? ""));
}

/** The first value of a query's result; undefined when the result is empty. */
export async function ask(prometheusUrl: string, query: string): Promise<number | undefined> {
  const answer = await fetch(
    `${prometheusUrl}/api/v1/query?${new URLSearchParams({ query }).toString()}`,
  );
  const { data } = (await answer.json()) as {
    readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
  };
  const value = data.result[0]?.value[1];
  return value === undefined ? undefined : Number(value);
}

export interface Wait {
  readonly prometheusUrl: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Waits until all alerts fire, or all are silent.
 * @returns the seconds it took each alert, without those that exceeded the time limit
 */
export async function awaitAlerts(
  alerts: readonly string[],
  state: "firing" | "silent",
  { prometheusUrl, timeoutMs, signal }: Wait,
): Promise<ReadonlyMap<string, number>> {
  const startedMs = performance.now();
  const reached = new Map<string, number>();
  while (reached.size < alerts.length && performance.now() - startedMs < timeoutMs) {
    const firing = await firingAlerts(prometheusUrl);
    const seconds = (performance.now() - startedMs) / 1_000;
    for (const alert of alerts) {
      const isReached = firing.has(alert) === (state === "firing");
      if (isReached && !reached.has(alert)) reached.set(alert, seconds);
    }
    await sleep(POLL_EVERY_MS, undefined, { signal });
  }
  return reached;
}
