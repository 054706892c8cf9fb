import { Counter, type CounterConfiguration } from "prom-client";
import { ChildrenByLabels, type Labels } from "./children-by-labels.js";

/** A counter for the hot path: prom-client hashes the labels at each increment, this one only at a scrape. */
export class HotCounter<Name extends string> {
  /** Registered; prom-client collects it at each scrape. */
  readonly counter: Counter<Name>;
  private readonly children: ChildrenByLabels<Name, { count: number }>;

  constructor(config: CounterConfiguration<Name> & { readonly labelNames: readonly Name[] }) {
    const children = new ChildrenByLabels(config.labelNames, () => ({ count: 0 }));
    this.children = children;
    this.counter = new Counter<Name>({
      ...config,
      collect() {
        this.reset();
        for (const { labels, child } of children.all) this.inc(labels, child.count);
      },
    });
  }

  inc(labels: Labels<Name>, by = 1): void {
    this.children.of(labels).count += by;
  }
}
