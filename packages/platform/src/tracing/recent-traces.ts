import type { TraceContext } from "./trace-context.js";

/** Traces by a name, the latest so many: for links to what came before, where one process saw both. */
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
