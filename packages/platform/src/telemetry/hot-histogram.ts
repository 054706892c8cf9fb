import type { Histogram, HistogramConfiguration } from "prom-client";
import { ChildrenByLabels, type Labels } from "./children-by-labels.js";

interface Observed {
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
      count: 0,
      sum: 0,
    }));
    // All that a registry asks of a metric is what it has here.
    for (const registry of registers) registry.registerMetric(this as unknown as Histogram<Name>);
  }

  observe(labels: Labels<Name>, value: number): void {
    const observed = this.children.of(labels);
    let index = 0;
    while (value > (this.upperBounds[index] as number)) index += 1;
    (observed.counts[index] as number) += 1;
    observed.count += 1;
    observed.sum += value;
  }

  /** As prom-client tells a histogram. */
  async get() {
    const { name, help, type, aggregator } = this;
    const values = this.children.all.flatMap(({ labels, child }) => this.valuesOf(labels, child));
    return { name, help, type, aggregator, values };
  }

  private valuesOf(labels: Labels<Name>, { counts, count, sum }: Observed) {
    let upTo = 0;
    const buckets = this.upperBounds.map((le, index) => {
      upTo += counts[index] as number;
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: upTo };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_bucket`, labels: { le: "+Inf", ...labels }, value: count },
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
