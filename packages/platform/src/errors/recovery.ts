/**
 * What becomes of the message: kept in hand until the dependency is back, tried again later, or put
 * into the parking lot.
 */
export type Recovery = "hold" | "retry" | "park";

/** An error that says what happens next. One subclass per cause, carrying its data. */
export abstract class RecoverableError extends Error {
  /** Upper case, never renamed: logs and parked messages are searched by it. */
  abstract readonly code: string;
  abstract readonly recovery: Recovery;
}

/** Held: a dependency does not answer, and nothing is wrong with the event. */
export class DependencyUnavailableError extends RecoverableError {
  readonly code = "DEPENDENCY_UNAVAILABLE";
  readonly recovery = "hold";

  constructor(
    /** Closed set, used as a label: "store", "sink". */
    readonly dependency: string,
    cause: unknown,
    /** What the dependency itself asked for (Retry-After). */
    readonly retryAfterMs?: number,
  ) {
    super(`${dependency} is unavailable: ${messageOf(cause)}`, { cause });
    this.name = "DependencyUnavailableError";
  }
}

/** Errors without a declared recovery are tried again, as their cause may pass. */
export function recoveryOf(error: unknown): Recovery {
  const recovery = (error as { recovery?: unknown } | null)?.recovery;
  return recovery === "hold" || recovery === "park" ? recovery : "retry";
}

/** Upper-case code for headers and metrics; `UNEXPECTED` for errors without a declared recovery. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !("recovery" in error)) return "UNEXPECTED";
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : "UNEXPECTED";
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);
