import type { IncomingMessage } from "node:http";
import { refusal } from "../problems/refusal.js";
import { PROBLEMS } from "../problems/problem-catalogue.js";

/** Each asks the ledger again and again. */
const MOST_WAITERS = 500;

/** Requests that wait for the status of their event, bounded in number. */
export class Waiters {
  private readonly waiting = new Set<AbortController>();

  /**
   * @param work - ends soon after its signal, which aborts when the client is gone or the gateway stops
   * @throws {ProblemError} when too many wait already
   */
  async run<T>({ socket }: IncomingMessage, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.waiting.size >= MOST_WAITERS) throw refusal(PROBLEMS.GATEWAY_FULL, 1);
    const ending = new AbortController();
    const leave = () => ending.abort();
    this.waiting.add(ending);
    socket.once("close", leave);
    try {
      return await work(ending.signal);
    } finally {
      this.waiting.delete(ending);
      socket.off("close", leave);
    }
  }

  /** Those that wait are answered with what is known. */
  stop(): void {
    for (const each of this.waiting) each.abort();
  }
}
