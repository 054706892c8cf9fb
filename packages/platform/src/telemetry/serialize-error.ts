import { withoutCredentials } from "../errors/index.js";

const DEEPEST_CAUSE = 5;

/** What a log line keeps of an error. */
export interface LoggedError {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
  readonly errors?: readonly LoggedError[];
}

/**
 * Name, code, message, stack and causes. Other fields are left out on purpose: foreign errors carry
 * whole requests in them, and those hold plates and passwords.
 */
export function serializeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: withoutCredentials(String(error)) };
  const { code } = error as { code?: unknown };
  const deeper = depth < DEEPEST_CAUSE;
  return {
    type: error.name,
    ...(typeof code === "string" ? { code } : {}),
    message: withoutCredentials(error.message),
    // The causes are in fields of their own, so only the first stack is worth its length.
    ...(depth === 0 && error.stack !== undefined ? { stack: withoutCredentials(error.stack) } : {}),
    ...(deeper && error.cause !== undefined
      ? { cause: serializeError(error.cause, depth + 1) }
      : {}),
    ...(deeper && error instanceof AggregateError
      ? { errors: error.errors.map((each) => serializeError(each, depth + 1)) }
      : {}),
  };
}
