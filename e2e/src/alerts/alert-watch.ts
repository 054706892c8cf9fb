import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 250;

interface Answer {
  readonly data: {
    readonly alerts: readonly {
      readonly labels: Readonly<Record<string, string>>;
      readonly state: "pending" | "firing";
    }[];
  };
}

/** Which alerts fire in a Prometheus, now. @throws when it does not answer */
export async function firingAlerts(prometheusUrl: string): Promise<ReadonlySet<string>> {
  const answer = await fetch(`${prometheusUrl}/api/v1/alerts`);
  const { data } = (await answer.json()) as Answer;
  const firing = data.alerts.filter(({ state }) => state === "firing");
  return new Set(firing.map(({ labels }) => labels["alertname"] ?? ""));
}

/** The first value of a query; undefined when it has none. */
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
 * Waits until each alert fires, or each is silent.
 * @returns seconds it took, by alert; who did not get there in time is not among them
 */
export async function awaitAlerts(
  alerts: readonly string[],
  state: "firing" | "silent",
  { prometheusUrl, timeoutMs, signal }: Wait,
): Promise<ReadonlyMap<string, number>> {
  const beganMs = performance.now();
  const reached = new Map<string, number>();
  while (reached.size < alerts.length && performance.now() - beganMs < timeoutMs) {
    const firing = await firingAlerts(prometheusUrl);
    const seconds = (performance.now() - beganMs) / 1_000;
    for (const alert of alerts) {
      const isThere = firing.has(alert) === (state === "firing");
      if (isThere && !reached.has(alert)) reached.set(alert, seconds);
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
  return reached;
}
