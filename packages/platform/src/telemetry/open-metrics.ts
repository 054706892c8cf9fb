import { inSlices } from "./in-slices.js";
import type { Registry } from "./metrics.js";

export const OPEN_METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Family = Awaited<ReturnType<Registry["getMetricsAsJSON"]>>[number];

/** Fields that the metrics of a registry have, though its types lack them. */
interface Metric {
  get(): Promise<Family>;
}

interface Sample {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number | undefined>>;
  readonly value: number;
  readonly exemplar?: {
    readonly labelSet: Readonly<Record<string, string>>;
    readonly value: number;
    /** Seconds since 1970. */
    readonly timestamp: number;
  } | null;
}

/**
 * The registry in the format that has room for exemplars. Written here, as prom-client renames its
 * counters for good when it writes this format: the next scrape in the text format would lack their `_total`.
 * Every series keeps the name it has in the text format.
 */
export async function openMetricsText(registry: Registry): Promise<string> {
  const texts = await inSlices(
    registry.getMetricsAsArray() as unknown as readonly Metric[],
    async (metric) => textOf(await metric.get()),
  );
  return `${texts.join("")}# EOF\n`;
}

function textOf(family: Family): string {
  const { name, type } = headingOf(family);
  const samples = (family.values as readonly Sample[]).map((sample) => lineOf(family.name, sample));
  const heading = `# HELP ${name} ${escaped(family.help)}\n# TYPE ${name} ${type}\n`;
  return `${heading}${samples.join("")}`;
}

const TOTAL = "_total";

/** The name of a counter lacks `_total` here; a counter whose name has no `_total` gets another type. */
function headingOf({ name, type }: Family): { readonly name: string; readonly type: string } {
  if (String(type) !== "counter") return { name, type: String(type) };
  if (!name.endsWith(TOTAL)) return { name, type: "unknown" };
  return { name: name.slice(0, -TOTAL.length), type: "counter" };
}

function lineOf(family: string, { metricName = family, labels, value, exemplar }: Sample): string {
  const line = `${metricName}${labelsOf(labels)} ${numberOf(value)}`;
  if (!exemplar) return `${line}\n`;
  const example = `{${pairsOf(exemplar.labelSet)}} ${numberOf(exemplar.value)}`;
  return `${line} # ${example} ${exemplar.timestamp}\n`;
}

function labelsOf(labels: Sample["labels"]): string {
  const pairs = pairsOf(labels);
  return pairs === "" ? "" : `{${pairs}}`;
}

function pairsOf(labels: Sample["labels"]): string {
  let pairs = "";
  for (const name of Object.keys(labels)) {
    pairs += `${pairs === "" ? "" : ","}${name}="${escaped(String(labels[name]))}"`;
  }
  return pairs;
}

const escaped = (text: string): string =>
  /["\\\n]/.test(text)
    ? text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"')
    : text;

function numberOf(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "+Inf" : "-Inf";
}
