import { ConfigError, EXIT_CONFIG } from "../config/index.js";
import type { Running } from "./stop-stack.js";

const EXIT_FAILED = 1;
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** Under npm one Ctrl-C arrives twice, from the terminal and from npm; signals this close together count as one. */
const SAME_WISH_MS = 500;

/** May come to an end of its own: a generator with a count, a run of 20 seconds. */
export interface RunningService extends Running {
  /** Resolves when there is nothing left to do; the service is then stopped as by a signal. */
  readonly finished?: Promise<void>;
}

export interface ServiceOptions {
  /** Time to finish what is in hand; the process ends with 1 when it takes longer. */
  readonly stopTimeoutMs: number;
  /** One line for the person or the log: "SIGTERM received", "stopped", "failed". */
  readonly report: (line: string, error?: unknown) => void;
}

/**
 * Starts a service and ties its end to the process. A start that waits listens to its signal. The first SIGINT or SIGTERM, or its own end, stops
 * it in order (exit code 0); a second signal ends it at once (130, 143). Whatever fails, or a stop that
 * takes too long, exits with 1, and a wrong configuration with 78.
 */
export async function runService(
  start: (signal: AbortSignal) => Promise<RunningService> | RunningService,
  options: ServiceOptions,
): Promise<void> {
  const stopping = new AbortController();
  const starting = Promise.resolve(stopping.signal).then(start);
  let stoppingSinceMs: number | undefined;
  const stopOnce = (reason: string) => {
    if (stoppingSinceMs !== undefined) return;
    stoppingSinceMs = performance.now();
    stopping.abort(new StartAbortedError());
    void stop(reason, starting, options);
  };
  const onSignal = (signal: keyof typeof SIGNALS) => {
    if (stoppingSinceMs !== undefined && performance.now() - stoppingSinceMs > SAME_WISH_MS) {
      process.exit(SIGNALS[signal]);
    }
    stopOnce(`${signal} received`);
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    const { finished } = await starting;
    if (finished === undefined) return;
    await finished;
    stopOnce("all is done");
  } catch (error) {
    if (stoppingSinceMs === undefined) exitFailed(error, options);
  }
}

async function stop(
  reason: string,
  starting: Promise<Running>,
  options: ServiceOptions,
): Promise<void> {
  options.report(`${reason}, finishing what is in hand`);
  // Not unref'd: a stop that waits for nothing alive would else end the process as if it were done.
  setTimeout(() => {
    options.report(`the stop took longer than ${options.stopTimeoutMs} ms`);
    process.exit(EXIT_FAILED);
  }, options.stopTimeoutMs);
  try {
    const running = await starting;
    await running.stop();
    options.report("stopped");
    process.exit(0);
  } catch (error) {
    if (error instanceof StartAbortedError) {
      options.report("stopped before it had started");
      process.exit(0);
    }
    exitFailed(error, options);
  }
}

/** A start that waits for something may give up with this, the reason of its signal. */
export class StartAbortedError extends Error {
  constructor() {
    super("asked to stop before the start was done");
    this.name = "StartAbortedError";
  }
}

function exitFailed(error: unknown, options: ServiceOptions): never {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
  options.report("failed", error);
  process.exit(EXIT_FAILED);
}
