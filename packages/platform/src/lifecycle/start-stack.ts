import { type Running, StopStack } from "./stop-stack.js";

/**
 * Starts several things in order; each puts its stop on the stack as soon as it runs.
 * @param start - when it fails, what had been started is stopped, and its error is thrown
 * @returns what `start` returns, with the stop of the whole stack
 */
export async function startStack<T extends object>(
  start: (stack: StopStack) => Promise<T>,
): Promise<T & Running> {
  const stack = new StopStack();
  try {
    return { ...(await start(stack)), stop: () => stack.stop() };
  } catch (error) {
    await stack.stop().catch(() => undefined); // the error of the start says more
    throw error;
  }
}
