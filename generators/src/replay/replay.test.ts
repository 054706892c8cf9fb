import type { OutgoingMessage } from "@boomgate/platform/messaging";
import { PublishNotConfirmedError } from "@boomgate/platform/messaging";
import { describe, expect, it } from "vitest";
import { KnownFloor } from "../floor/known-floor.js";
import { UnreadableRecordingError } from "./recording/unreadable-recording.js";
import { readRecord } from "./recording/read-record.js";
import { replay } from "./replay.js";
import { resultOf } from "./result.js";

const event = (line: number) => {
  const body = `{"id":"e${line}","vehicle_plate":"AB123CD","entry_date_time":"2026-03-01T08:00:00Z"}`;
  return readRecord({ bytes: Buffer.from(body), line, lastLine: line });
};

async function* recording(count: number, fault?: Error) {
  for (let line = 1; line <= count; line += 1) yield* event(line);
  if (fault) throw fault;
}

function parts(publish: (message: OutgoingMessage) => Promise<void>) {
  const counts = { events: 0, published: 0, badLines: 0, late: 0, lastLine: 0 };
  const stopping = new AbortController();
  const lines: string[] = [];
  const log = (_: object, text: string) => void lines.push(text);
  return {
    ...{ counts, stopping, lines, signal: stopping.signal },
    publisher: { publish },
    exchanges: { entry: "parking.entries", exit: "parking.exits" },
    clock: { now: () => 0, sleep: async () => undefined },
    log: { warn: log, error: log },
    onSkipped: () => undefined,
    floor: undefined,
  };
}

const options = { speed: Infinity, onBadLine: "skip", onLate: "stop", shiftToNow: false } as const;
const refused = () =>
  new PublishNotConfirmedError({ cause: Object.assign(new Error("channel"), { code: 403 }) });

describe("a replay", () => {
  it("ends at the first refusal, and waits for nothing that may never be confirmed", async () => {
    const given = parts(async ({ messageId }) => {
      if (messageId === "e3") throw refused();
      await new Promise(() => undefined);
    });
    await expect(replay(recording(10_000), options, given)).rejects.toThrow(
      "stopped at line 3: ACCESS_REFUSED",
    );
    expect(given.counts.published).toBe(0);
    expect(given.counts.events).toBeLessThanOrEqual(1_000);
  });

  it("reads at most a thousand events ahead of the broker, and can be stopped then", async () => {
    const given = parts(() => new Promise(() => undefined));
    const replaying = replay(recording(10_000), options, given);
    await expect.poll(() => given.counts.events).toBe(1_000);
    given.stopping.abort();
    await replaying;
    expect(given.counts).toMatchObject({ events: 1_000, published: 0 });
  });

  it("publishes again what was not confirmed", async () => {
    let attempts = 0;
    const given = parts(async () => {
      attempts += 1;
      if (attempts % 2 === 1) throw new PublishNotConfirmedError({ cause: new Error("lost") });
    });
    await replay(recording(50), options, given);
    expect([given.counts.published, attempts]).toEqual([50, 100]);
  });

  it("has published all that stands before a fault of its recording when it ends", async () => {
    const given = parts(() => new Promise((resolve) => void setTimeout(resolve, 20)));
    const fault = new UnreadableRecordingError("cut off");
    await expect(replay(recording(50, fault), options, given)).rejects.toBe(fault);
    expect(given.counts).toEqual({ events: 50, published: 50, badLines: 0, late: 0, lastLine: 50 });
  });
});

describe("an event at or before the floor of the store", () => {
  const dayMs = Date.parse("2026-03-01T00:00:00Z");
  const at = (atMs: number, line: number) => {
    const body = `{"id":"e${line}","vehicle_plate":"AB123CD","entry_date_time":"${new Date(dayMs + atMs).toISOString()}"}`;
    return readRecord({ bytes: Buffer.from(body), line, lastLine: line });
  };
  async function* times(...list: readonly number[]) {
    for (const [index, atMs] of list.entries()) yield* at(atMs, index + 1);
  }
  const run = async (
    records: ReturnType<typeof times>,
    given: Partial<Parameters<typeof replay>[1]>,
    nowOfDayMs = 0,
  ) => {
    const nowMs = dayMs + nowOfDayMs;
    const ids: string[] = [];
    const skipped: string[] = [];
    const store = parts(async ({ messageId = "" }) => void ids.push(messageId));
    const replaying = replay(
      records,
      { ...options, ...given },
      {
        ...store,
        clock: { ...store.clock, now: () => nowMs },
        floor: new KnownFloor({ text: `${dayMs + 1_000} `, register: [] }, () => nowMs),
        onSkipped: ({ line, problem }) => void skipped.push(`${line} ${problem}`),
      },
    );
    const fault = await replaying.then(
      () => undefined,
      (error: Error) => error.message,
    );
    return { ids, skipped, fault, late: store.counts.late, ...resultOf(store.counts, false) };
  };

  it("ends the replay, which has published what stands before it", async () => {
    const { ids, fault, late, isComplete } = await run(times(1_001, 1_000, 1_002), {});
    expect({ ids, late, isComplete }).toEqual({ ids: ["e1"], late: 1, isComplete: false });
    expect(fault).toContain("stopped at line 2: lies at or before 2026-03-01T00:00:01.000Z");
  });

  it("is skipped and named, with --on-late skip", async () => {
    const { ids, skipped, fault, line, isComplete } = await run(times(1_001, 1_000, 1_002), {
      onLate: "skip",
    });
    expect({ ids, fault, isComplete }).toEqual({ ids: ["e1", "e3"], isComplete: false });
    expect(skipped).toEqual([expect.stringMatching(/^2 lies at or before 2026/)]);
    expect(line).toBe("2 events published, 0 bad lines, 1 too late");
  });

  it("is published all the same, with --on-late publish", async () => {
    const { ids, isComplete } = await run(times(1_001, 1_000), { onLate: "publish" });
    expect({ ids, isComplete }).toEqual({ ids: ["e1", "e2"], isComplete: true });
  });

  it("is late by its moved time", async () => {
    const moved = await run(times(0, 500), { shiftToNow: true }, 5_000);
    expect(moved).toMatchObject({ ids: ["e1", "e2"], isComplete: true });
    const back = await run(times(9_000, 8_500), { shiftToNow: true }, 1_001);
    expect(back).toMatchObject({ ids: ["e1"], isComplete: false });
  });

  it("is never late without a plate: such events are only counted", async () => {
    const body = `{"id":"e1","vehicle_plate":"unknown","entry_date_time":"2026-02-01T00:00:00Z"}`;
    async function* unread() {
      yield* readRecord({ bytes: Buffer.from(body), line: 1, lastLine: 1 });
    }
    expect(await run(unread(), {})).toMatchObject({ ids: ["e1"], isComplete: true });
  });
});
