import { QueueMissingError } from "@boomgate/platform/messaging";
import { expect, it } from "vitest";
import { LedgerBehindError, ledgerCaughtUp } from "./ledger-caught-up.js";

const names = { prefix: "", entryQueue: "entries", exitQueue: "exits" };

/** @param depthAt - messages in the queue, by the seconds since the begin @returns seconds waited */
async function waited(depthAt: (seconds: number) => number): Promise<number> {
  let nowMs = 0;
  const clock = { now: () => nowMs, sleep: async (ms: number) => void (nowMs += ms) };
  await ledgerCaughtUp({ depth: async () => depthAt(nowMs / 1_000) }, names, clock);
  return nowMs / 1_000;
}

it("waits until the queue is empty, and messages in hand are stored", async () => {
  expect(await waited(() => 0)).toBe(3);
  expect(await waited((seconds) => Math.max(0, 90 - seconds))).toBe(93);
});

it("waits again when messages in hand come back", async () => {
  expect(await waited((seconds) => (seconds > 1 && seconds < 10 ? 5 : 0))).toBe(10);
});

it("does not wait for a queue that is empty now and then", async () => {
  expect(await waited((seconds) => (Number.isInteger(seconds) ? 0 : 7))).toBe(3);
});

it("gives up when nobody takes the messages", async () => {
  await expect(waited(() => 4)).rejects.toThrow(LedgerBehindError);
  const missing = ledgerCaughtUp(
    { depth: () => Promise.reject(new QueueMissingError("parking.outcomes")) },
    names,
    { now: () => 0, sleep: async () => undefined },
  );
  await expect(missing).rejects.toThrow(QueueMissingError);
});
