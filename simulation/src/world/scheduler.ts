/** An action that is performed when the scheduler runs it. */
type Step = () => void;

/** The process that makes a call: once it is dead it gets no answer. */
export interface Caller {
  isAlive: boolean;
  /** True when the process died before its calls were sent; else their effects still happen, unanswered. */
  isUnheard: boolean;
  /** Ahead of the others when positive. */
  readonly clockOffsetMs: number;
}

/**
 * Every call of a process takes two steps, its effect and its answer, and any other step may happen before each of
 * them. So the replicas are interleaved at every await.
 */
export class Scheduler {
  private readonly pending: Step[] = [];
  private readonly unanswered = new Set<(error: Error) => void>();
  private hasEnded = false;

  get count(): number {
    return this.pending.length;
  }

  add(step: Step): void {
    this.pending.push(step);
  }

  run(index: number): void {
    const [step] = this.pending.splice(index, 1);
    step?.();
  }

  effect<T>(caller: Caller, perform: () => T): Promise<T> {
    return this.connectionOf(caller)(perform);
  }

  /**
   * Fails the calls of dead processes, which nothing else answers: the time limit of each would keep the whole
   * run in memory until it has passed.
   */
  end(): void {
    this.hasEnded = true;
    for (const reject of this.unanswered) reject(new Error(RUN_ENDED));
    this.unanswered.clear();
  }

  /** What goes over one connection is performed in the order in which it was sent. */
  connectionOf(caller: Caller): <T>(perform: () => T) => Promise<T> {
    const sent: (() => void)[] = [];
    return (perform) =>
      new Promise((resolve, reject) => {
        if (this.hasEnded) {
          reject(new Error(RUN_ENDED));
          return;
        }
        this.unanswered.add(reject);
        sent.push(() => {
          const answer = outcomeOf(perform);
          this.add(() => {
            if (!caller.isAlive) return;
            this.unanswered.delete(reject);
            if ("error" in answer) reject(answer.error);
            else resolve(answer.value);
          });
        });
        this.add(() => {
          if (!caller.isUnheard) sent.shift()?.();
        });
      });
  }
}

const RUN_ENDED = "the run has ended";

function outcomeOf<T>(perform: () => T): { readonly value: T } | { readonly error: Error } {
  try {
    return { value: perform() };
  } catch (error) {
    return { error: error as Error };
  }
}

/** Waits for everything that follows from the last step without another step. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
