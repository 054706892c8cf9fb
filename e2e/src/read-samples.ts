import { parseMetrics, type Sample } from "@boomgate/platform/telemetry";

/** Reads `/metrics` of a service. */
export async function readSamples(metricsUrl: string): Promise<readonly Sample[]> {
  const answer = await fetch(`${metricsUrl}/metrics`, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`${metricsUrl}/metrics answered ${answer.status}`);
  return parseMetrics(await answer.text());
}

/** Sum over all samples of that name whose labels include the wanted ones. */
export function sumOf(
  samples: readonly Sample[],
  name: string,
  wanted: Readonly<Record<string, string>> = {},
): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter(({ labels }) => Object.entries(wanted).every(([key, value]) => labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
}
