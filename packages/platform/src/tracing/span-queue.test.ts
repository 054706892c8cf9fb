import { describe, expect, it, vi } from "vitest";
import { SpanQueue, type QueuedSpan } from "./span-queue.js";
import { Tracer } from "./tracer.js";

const error = new Error("nobody listens");

/** A collector that answers when the test says so. */
function aQueue(options: ConstructorParameters<typeof SpanQueue>[2] = {}) {
  const batches: (readonly QueuedSpan[])[] = [];
  const answers: ((failure: Error | undefined) => void)[] = [];
  const counts = { exported: 0, dropped: 0, failed: 0 };
  const changes: string[] = [];
  const exporter = {
    send: (batch: readonly QueuedSpan[]) => {
      batches.push(batch);
      return new Promise<Error | undefined>((resolve) => answers.push(resolve));
    },
    close: vi.fn(async () => undefined),
  };
  const queue = new SpanQueue(
    exporter,
    {
      spans: (result, count) => void (counts[result] += count),
      collectorAway: () => void changes.push("away"),
      collectorBack: () => void changes.push("back"),
    },
    { mostWaiting: 10, batch: 4, pauseMs: 1, ...options },
  );
  const tracer = new Tracer({ service: "backend", spans: queue });
  const exportSpans = (count: number) => {
    for (let nth = 0; nth < count; nth += 1) {
      const trace = tracer.begin(true);
      tracer.export({
        ...{ name: "work", kind: "internal", trace, startMs: 1, endMs: 2, attributes: {} },
      });
    }
  };
  const answer = async (failure?: Error) => {
    await expect.poll(() => answers.length).toBeGreaterThan(0);
    answers.shift()?.(failure);
  };
  return { queue, batches, counts, changes, exportSpans, answer, exporter };
}

describe("the queue of spans", () => {
  it("sends a full batch at once, the rest after a pause, one batch at a time", async () => {
    const { batches, counts, exportSpans, answer } = aQueue();
    exportSpans(6);
    expect(batches.map(({ length }) => length)).toEqual([4]);
    await answer();
    await answer();
    await expect.poll(() => counts.exported).toBe(6);
    expect(batches.map(({ length }) => length)).toEqual([4, 2]);
  });

  it("drops what is too much while the collector is silent, and goes on when it is back", async () => {
    const { batches, counts, changes, exportSpans, answer } = aQueue();
    exportSpans(4 + 10 + 7);
    expect(counts.dropped).toBe(7);
    await answer(error);
    await answer(error);
    await answer();
    await answer();
    await expect.poll(() => counts).toEqual({ exported: 6, failed: 8, dropped: 7 });
    expect(batches).toHaveLength(4);
    expect(changes).toEqual(["away", "back"]);
  });

  it("takes an exporter that throws for one that failed", async () => {
    const { exporter, counts, exportSpans } = aQueue();
    exporter.send = () => Promise.reject(error);
    exportSpans(4);
    await expect.poll(() => counts.failed).toBe(4);
  });

  it("sends what is left at the end, and then nothing more", async () => {
    const { queue, counts, exportSpans, answer, exporter } = aQueue({ pauseMs: 600_000 });
    exportSpans(2);
    const closed = queue.close();
    await answer();
    await closed;
    expect(counts).toEqual({ exported: 2, failed: 0, dropped: 0 });
    expect(exporter.close).toHaveBeenCalledOnce();
  });

  it("does not try to empty itself into a collector that is away", async () => {
    const { queue, counts, exportSpans, answer } = aQueue({ pauseMs: 600_000 });
    exportSpans(9);
    await answer(error);
    await expect.poll(() => counts.failed).toBe(4);
    await queue.close();
    expect(counts).toEqual({ exported: 0, failed: 4, dropped: 5 });
  });
});
