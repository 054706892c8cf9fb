/** Work did not end in its time; it may still end later, unobserved. */
export class TimeLimitError extends Error {
  readonly code = "TIME_LIMIT";

  constructor(what: string, limitMs: number) {
    super(`${what} did not end within ${limitMs / 1_000} s`);
    this.name = "TimeLimitError";
  }
}

/**
 * Waits for work that cannot be cancelled.
 * @param what - for the message of the error: "declaring queues"
 * @throws {TimeLimitError}
 */
export async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  work.catch(() => undefined); // a failure after the end of the waiting is not unhandled
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeLimitError(what, limitMs)), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
