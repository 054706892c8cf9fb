import type { TraceContext } from "./trace-context.js";

/** The latest traces by name: for links to earlier work, where one process did both. */
export class RecentTraces {
  private readonly traces = new Map<string, TraceContext>();

  constructor(private readonly most: number) {}

  remember(name: string, trace: TraceContext): void {
    this.traces.delete(name); // what is set again counts as the latest
    this.traces.set(name, trace);
    if (this.traces.size <= this.most) return;
    const [oldest] = this.traces.keys();
    if (oldest !== undefined) this.traces.delete(oldest);
  }

  of(name: string): TraceContext | undefined {
    return this.traces.get(name);
  }
}
