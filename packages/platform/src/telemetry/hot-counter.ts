import { Counter, type CounterConfiguration } from "prom-client";
import { ChildrenByLabels, type Labels } from "./children-by-labels.js";

/** A counter for the hot path: prom-client hashes the labels at each call, this one when it is asked. */
export class HotCounter<Name extends string> {
  /** What the registry knows of it. */
  readonly told: Counter<Name>;
  private readonly children: ChildrenByLabels<Name, { count: number }>;

  constructor(config: CounterConfiguration<Name> & { readonly labelNames: readonly Name[] }) {
    const children = new ChildrenByLabels(config.labelNames, () => ({ count: 0 }));
    this.children = children;
    this.told = new Counter<Name>({
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
