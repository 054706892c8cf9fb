import type { ReadOutcome } from "@boomgate/contracts";
import { afterEach, describe, expect, it } from "vitest";
import type { OutcomeLedger } from "../../ports/outcome-ledger.js";
import { LedgerOnceFound } from "./ledger-once-found.js";

describe("a ledger once found", () => {
  let ledger: LedgerOnceFound | undefined;
  afterEach(() => ledger?.stop());

  const outcomes = [{ id: "e1" }] as unknown as readonly ReadOutcome[];
  const setUp = (answers: readonly (true | false | Error)[]) => {
    const log: string[] = [];
    const kept: (readonly ReadOutcome[])[] = [];
    let asked = 0;
    const isThere = async () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? false;
      asked += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const inner: OutcomeLedger = { isOn: true, publish: async (some) => void kept.push(some) };
    const times = { startMs: 60, startPauseMs: 20, pauseMs: 20 };
    const found = new LedgerOnceFound(
      inner,
      isThere,
      { info: (text: string) => log.push(text) } as never,
      times,
    );
    ledger = found;
    return { found, kept, log, asked: () => asked };
  };

  it("keeps outcomes from the start when the queue is there", async () => {
    const { found, kept, asked } = setUp([true]);
    await found.start();
    expect(found.isOn).toBe(true);
    await found.publish(outcomes);
    expect(kept).toEqual([outcomes]);
    expect(asked()).toBe(1);
  });

  it.each([
    ["is declared while the backend starts", [false, true]],
    ["could not be asked for at first", [new Error("the broker is away"), true]],
  ])("is found before the first event when its queue %s", async (_what, answers) => {
    const { found } = setUp(answers);
    await found.start();
    expect(found.isOn).toBe(true);
  });

  it("lets the backend start without it, makes nothing wait, and is found later", async () => {
    const { found, kept, log } = setUp([...Array.from({ length: 8 }, () => false), true]);
    await found.start();
    expect(found.isOn).toBe(false);
    await found.publish(outcomes);
    expect(kept).toEqual([]);
    await expect.poll(() => found.isOn).toBe(true);
    await found.publish(outcomes);
    expect(kept).toEqual([outcomes]);
    expect(log).toEqual([
      expect.stringContaining("no ledger keeps"),
      "the ledger keeps what becomes of events",
    ]);
  });

  it("stays on when its queue is gone again: then events wait", async () => {
    const { found, asked } = setUp([true, false]);
    await found.start();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(found.isOn).toBe(true);
    expect(asked()).toBe(1);
  });
});
