/** Runs a bounded number of tasks at the same time, and reports each that fails. */
export class TaskWindow {
  private running = 0;
  private wake: () => void = () => undefined;

  constructor(
    private readonly most: number,
    /** Aborts the wait, not the tasks. */
    private readonly signal: AbortSignal,
    private readonly onFailure: (error: unknown) => void,
  ) {
    signal.addEventListener("abort", () => this.wake(), { once: true });
  }

  start(task: () => Promise<void>): void {
    this.running += 1;
    void task()
      .catch(this.onFailure)
      .finally(() => {
        this.running -= 1;
        this.wake();
      });
  }

  /** Resolves when another task may start, or the signal aborts. */
  room(): Promise<void> {
    return this.until(() => this.running < this.most);
  }

  /** Resolves when no task is under way, or the signal aborts. */
  empty(): Promise<void> {
    return this.until(() => this.running === 0);
  }

  private async until(isSo: () => boolean): Promise<void> {
    while (!isSo() && !this.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
