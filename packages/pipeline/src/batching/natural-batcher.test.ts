import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NaturalBatcher, type BatcherOptions } from "./index.js";

/** Work that ends only when the test says so. */
function heldWork() {
  const batches: { readonly items: readonly number[]; end: () => void; fail: () => void }[] = [];
  const work = (items: readonly number[]) =>
    new Promise<number[]>((resolve, reject) => {
      batches.push({
        items,
        end: () => resolve(items.map((item) => item * 10)),
        fail: () => reject(new Error("lost")),
      });
    });
  return { batches, work };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("natural batching", () => {
  it("sends a lone call at once, in the turn of the event loop it was made in", async () => {
    const { batches, work } = heldWork();
    void new NaturalBatcher(work, { maxBatch: 10 }).add(1);
    await Promise.resolve();
    expect(batches.map(({ items }) => items)).toEqual([[1]]);
  });

  it("gathers what comes while a batch is under way, up to the cap", async () => {
    const { batches, work } = heldWork();
    const batcher = new NaturalBatcher(work, { maxBatch: 3 });
    const results = [batcher.add(0)];
    await turn();
    for (const item of [1, 2, 3, 4]) results.push(batcher.add(item));
    await turn();
    expect(batches).toHaveLength(1);
    expect(batcher.waitingCount).toBe(4);
    for (const index of [0, 1, 2]) {
      batches[index]?.end();
      await turn();
    }
    expect(batches.map(({ items }) => items)).toEqual([[0], [1, 2, 3], [4]]);
    expect(await Promise.all(results)).toEqual([0, 10, 20, 30, 40]);
  });

  it("rests after a batch, until its pause is over or enough calls wait", async () => {
    const { batches, work } = heldWork();
    const pauses: (() => void)[] = [];
    const pause = () => new Promise<void>((resolve) => pauses.push(resolve));
    const batcher = new NaturalBatcher(work, { maxBatch: 10, rest: { pause, enough: 3 } });
    const results = [batcher.add(0)];
    await turn();
    batches[0]?.end();
    expect(await results[0]).toBe(0); // the caller does not wait for the pause
    for (const item of [1, 2]) results.push(batcher.add(item));
    await turn();
    expect(batches).toHaveLength(1);
    pauses[0]?.();
    await turn();
    batches[1]?.end();
    await turn();
    for (const item of [3, 4, 5]) results.push(batcher.add(item));
    await turn();
    batches[2]?.end();
    await turn();
    pauses[2]?.();
    await turn();
    results.push(batcher.add(6));
    await turn();
    batches[3]?.end();
    expect(batches.map(({ items }) => items)).toEqual([[0], [1, 2], [3, 4, 5], [6]]);
    expect(await Promise.all(results)).toEqual([0, 10, 20, 30, 40, 50, 60]);
  });

  it("counts items by their size, and lets one that is too large go alone", async () => {
    const { batches, work } = heldWork();
    const batcher = new NaturalBatcher(work, { maxBatch: 5, sizeOf: (item: number) => item });
    for (const item of [9, 2, 3, 4, 8, 1, 1]) void batcher.add(item);
    for (let index = 0; index < 5; index += 1) {
      await turn();
      batches[index]?.end();
    }
    expect(batches.map(({ items }) => items)).toEqual([[9], [2, 3], [4], [8], [1, 1]]);
  });

  it("rejects every call of a batch that failed, and goes on with the next", async () => {
    const { batches, work } = heldWork();
    const batcher = new NaturalBatcher(work, { maxBatch: 2 });
    const results = Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)));
    await turn();
    batches[0]?.fail();
    await turn();
    batches[1]?.end();
    expect((await results).map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
      "fulfilled",
    ]);
  });

  it.each([
    ["throws before it begins", () => { throw new Error("lost"); }], // prettier-ignore
    ["answers too few", () => Promise.resolve([])],
    ["answers too many", () => Promise.resolve([1, 2])],
  ])("rejects the calls when the work %s", async (_how, work: () => Promise<number[]>) => {
    const batcher = new NaturalBatcher<number, number>(work, { maxBatch: 2 });
    await expect(batcher.add(1)).rejects.toThrow();
    await expect(batcher.add(2)).rejects.toThrow();
  });

  it.each([{ maxBatch: 0 }, { maxBatch: Number.NaN }, { maxBatch: 1, concurrency: 0 }])(
    "refuses limits under which nothing would be done: %j",
    (options: BatcherOptions) => {
      expect(() => new NaturalBatcher(heldWork().work, options)).toThrow(RangeError);
    },
  );

  it("answers every call with its own result, within its limits, in whatever order work ends", () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          maxBatch: fc.integer({ min: 1, max: 7 }),
          concurrency: fc.integer({ min: 1, max: 4 }),
        }),
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 }),
        fc.scheduler(),
        async (options, bursts, scheduler) => {
          let underWay = 0;
          const sizes: number[] = [];
          const seen: number[] = [];
          const batcher = new NaturalBatcher<number, string>(async (items) => {
            underWay += 1;
            expect(underWay).toBeLessThanOrEqual(options.concurrency);
            sizes.push(items.length);
            seen.push(...items);
            const isLost = await scheduler.schedule(Promise.resolve(items.includes(13)));
            underWay -= 1;
            if (isLost) throw new Error("lost");
            return items.map((item) => `result of ${item}`);
          }, options);

          let next = 0;
          const calls: Promise<unknown>[] = [];
          for (const burst of bursts) {
            for (let call = 0; call < burst; call += 1) {
              const item = next;
              next += 1;
              calls.push(
                batcher.add(item).then(
                  (result) => expect(result).toBe(`result of ${item}`),
                  (error: unknown) => expect(error).toEqual(new Error("lost")),
                ),
              );
            }
            if (scheduler.count() > 0 && burst % 2 === 0) await scheduler.waitOne();
          }
          await scheduler.waitFor(Promise.all(calls));

          expect(seen).toEqual(Array.from({ length: next }, (_, item) => item)); // each once, in order
          expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(options.maxBatch);
          expect(batcher.waitingCount).toBe(0);
        },
      ),
    ));
});
