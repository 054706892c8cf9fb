import { setTimeout as sleep } from "node:timers/promises";
import { staySummaryToWire } from "@boomgate/contracts";
import { madeUpStays } from "./made-up-stays.js";

const ARRAY = 1_000;
const IN_FLIGHT = 8;

interface PostOptions {
  /** URLs of the APIs, which get arrays in turn. */
  readonly urls: readonly string[];
  /** Summaries per second; undefined: as many as the API accepts. */
  readonly rate: number | undefined;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

export interface Posted {
  readonly summaries: number;
  readonly seconds: number;
  /** Answers with status 503; each array was sent again. */
  readonly refused: number;
  /** From a request to its answer, ascending. */
  readonly latenciesMs: readonly number[];
}

interface Answer {
  readonly received?: number;
  readonly stored?: number;
}

/** Posts arrays of new summaries over a few connections until the last answer. */
export async function postArrays(options: PostOptions): Promise<Posted> {
  const { urls, rate, seconds, signal } = options;
  const startedMs = performance.now();
  const latenciesMs: number[] = [];
  let sent = 0;
  let refused = 0;
  const isOver = () =>
    signal.aborted ||
    (rate === undefined
      ? performance.now() - startedMs >= seconds * 1_000
      : sent * ARRAY >= rate * seconds);
  const sender = async () => {
    while (!isOver()) {
      const array = sent++;
      if (rate !== undefined) {
        const dueMs = startedMs + (array * ARRAY * 1_000) / rate;
        await sleep(Math.max(0, dueMs - performance.now()));
      }
      const stays = madeUpStays(array * ARRAY, ARRAY);
      const url = urls[array % urls.length] ?? "";
      const body = JSON.stringify(stays.map(staySummaryToWire));
      const beganMs = performance.now();
      while (!(await isStored(url, body))) {
        refused += 1;
        await sleep(1_000);
      }
      latenciesMs.push(performance.now() - beganMs);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, sender));
  return {
    summaries: sent * ARRAY,
    seconds: (performance.now() - startedMs) / 1_000,
    refused,
    latenciesMs: latenciesMs.toSorted((a, b) => a - b),
  };
}

/** @returns false for 503. @throws {Error} when the API did not store all summaries */
async function isStored(url: string, body: string): Promise<boolean> {
  const response = await fetch(`${url}/api/v1/summaries`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const answer = (await response.json()) as Answer;
  if (response.status === 503) return false;
  if (response.status === 200 && answer.stored === ARRAY) return true;
  throw new Error(`the API answered ${response.status}: ${JSON.stringify(answer)}`);
}
