/** Something that was started and can be stopped once. */
export interface Running {
  stop(): Promise<void>;
}

/**
 * One ordered stop: what was started last is stopped first. Every step runs, also when one before
 * it failed.
 */
export class StopStack implements Running {
  private readonly steps: { readonly name: string; readonly stop: () => Promise<void> | void }[] =
    [];
  private stopping: Promise<void> | undefined;

  /** @param name - what is stopped, for the log: "consumers" */
  defer(name: string, stop: () => Promise<void> | void): void {
    this.steps.push({ name, stop });
  }

  /** Runs the steps once, however often it is called. @throws {AggregateError} of what failed */
  stop(): Promise<void> {
    this.stopping ??= this.runSteps();
    return this.stopping;
  }

  private async runSteps(): Promise<void> {
    const failures: Error[] = [];
    for (const { name, stop } of this.steps.toReversed()) {
      try {
        await stop();
      } catch (cause) {
        failures.push(new Error(`could not stop ${name}`, { cause }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "the stop was not clean");
  }
}
