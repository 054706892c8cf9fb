import type { Histogram, HistogramConfiguration } from "prom-client";
import { ChildrenByLabels, type Labels } from "./children-by-labels.js";

/** Trace of an observation. */
export interface ExampleTrace {
  readonly traceId: string;
  /** Only sampled traces were exported and can be looked at. */
  readonly isSampled: boolean;
}

/** The latest sampled observation of a bucket; written over, as the hot path makes no garbage. */
interface Example {
  traceId: string;
  value: number;
  atMs: number;
}

interface Observed {
  /** By the index of the bucket. */
  readonly examples: (Example | undefined)[];
  /** By the index of the first bound that is not below the value; the last is beyond all of them. */
  readonly counts: number[];
  count: number;
  sum: number;
}

export type HotHistogramConfiguration<Name extends string> = Required<
  Pick<HistogramConfiguration<Name>, "name" | "help" | "buckets" | "registers">
> & { readonly labelNames: readonly Name[] };

/** A histogram for the hot path: prom-client hashes the labels at each call, this one never does. */
export class HotHistogram<Name extends string> {
  readonly type = "histogram";
  readonly aggregator = "sum";
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly Name[];
  readonly upperBounds: readonly number[];
  private readonly children: ChildrenByLabels<Name, Observed>;

  constructor({ name, help, labelNames, buckets, registers }: HotHistogramConfiguration<Name>) {
    this.name = name;
    this.help = help;
    this.labelNames = labelNames;
    this.upperBounds = buckets;
    this.children = new ChildrenByLabels(labelNames, () => ({
      counts: Array.from({ length: buckets.length + 1 }, () => 0),
      examples: Array.from({ length: buckets.length + 1 }),
      count: 0,
      sum: 0,
    }));
    if (labelNames.length === 0) this.children.of({} as Labels<Name>); // exported as 0 from the start
    // It has all fields and methods that a registry uses of a metric.
    for (const registry of registers) registry.registerMetric(this as unknown as Histogram<Name>);
  }

  /** Exports these labels as 0 from now on: without a 0 before it, no rate shows the first observation. */
  zero(labels: Labels<Name>): void {
    this.children.of(labels);
  }

  observe(labels: Labels<Name>, value: number, trace?: ExampleTrace): void {
    const observed = this.children.of(labels);
    let index = 0;
    while (value > (this.upperBounds[index] as number)) index += 1;
    (observed.counts[index] as number) += 1;
    observed.count += 1;
    observed.sum += value;
    if (trace?.isSampled) keepExample(observed.examples, index, trace.traceId, value);
  }

  /** The values in the form of prom-client. */
  async get() {
    const { name, help, type, aggregator } = this;
    const values = this.children.all.flatMap(({ labels, child }) => this.valuesOf(labels, child));
    return { name, help, type, aggregator, values };
  }

  private valuesOf(labels: Labels<Name>, { counts, examples, count, sum }: Observed) {
    let upTo = 0;
    const bucket = (le: number | string, value: number, example: Example | undefined) => ({
      metricName: `${this.name}_bucket`,
      labels: { le, ...labels },
      value,
      ...(example ? { exemplar: exemplarOf(example) } : {}),
    });
    const buckets = this.upperBounds.map((le, index) =>
      bucket(le, (upTo += counts[index] as number), examples[index]),
    );
    return [
      ...buckets,
      bucket("+Inf", count, examples.at(-1)),
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}

function keepExample(
  examples: (Example | undefined)[],
  index: number,
  traceId: string,
  value: number,
): void {
  const atMs = Date.now();
  const example = examples[index];
  if (example === undefined) {
    examples[index] = { traceId, value, atMs };
    return;
  }
  example.traceId = traceId;
  example.value = value;
  example.atMs = atMs;
}

/** As prom-client names it; the time in seconds since 1970. */
const exemplarOf = ({ traceId, value, atMs }: Example) => ({
  labelSet: { trace_id: traceId },
  value,
  timestamp: atMs / 1_000,
});
