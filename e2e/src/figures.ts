/** One sample of Prometheus' text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

export function parseSamples(text: string): readonly Sample[] {
  return text.split("\n").flatMap((line) => {
    const match = SAMPLE.exec(line);
    if (!match || line.startsWith("#")) return [];
    const [, name = "", labels = "", value] = match;
    const pairs = [...labels.matchAll(LABEL)].map(([, key = "", given = ""]) => [key, given]);
    return [{ name, labels: Object.fromEntries(pairs) as Sample["labels"], value: Number(value) }];
  });
}

/** Reads `/metrics` of a service. */
export async function readSamples(metricsUrl: string): Promise<readonly Sample[]> {
  const answer = await fetch(`${metricsUrl}/metrics`, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`${metricsUrl}/metrics answered ${answer.status}`);
  return parseSamples(await answer.text());
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
