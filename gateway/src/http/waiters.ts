import type { IncomingMessage } from "node:http";
import { refusal } from "../problems/refusal.js";
import { PROBLEMS } from "../problems/problem-catalogue.js";

/** Each asks the ledger again and again. */
const MOST_WAITERS = 500;

/** Requests that wait for the status of their event, bounded in number. */
export class Waiters {
  private count = 0;
  private readonly stopping = new AbortController();

  /**
   * @param work - ends soon after its signal, which aborts when the client is gone or the gateway stops
   * @throws {ProblemError} when too many wait already
   */
  async run<T>({ socket }: IncomingMessage, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.count >= MOST_WAITERS) throw refusal(PROBLEMS.GATEWAY_FULL, 1);
    this.count += 1;
    const gone = new AbortController();
    const leave = () => gone.abort();
    socket.once("close", leave);
    try {
      return await work(AbortSignal.any([this.stopping.signal, gone.signal]));
    } finally {
      this.count -= 1;
      socket.off("close", leave);
    }
  }

  /** Those that wait are answered with what is known. */
  stop(): void {
    this.stopping.abort();
  }
}
