import type { OutgoingMessage } from "@boomgate/platform/messaging";
import { PublishNotConfirmedError } from "@boomgate/platform/messaging";
import { describe, expect, it } from "vitest";
import { UnreadableRecordingError } from "./recording/unreadable-recording.js";
import { readRecord } from "./recording/read-record.js";
import { replay } from "./replay.js";

const event = (line: number) => {
  const body = `{"id":"e${line}","vehicle_plate":"AB123CD","entry_date_time":"2026-03-01T08:00:00Z"}`;
  return readRecord({ bytes: Buffer.from(body), line, lastLine: line });
};

async function* recording(count: number, fault?: Error) {
  for (let line = 1; line <= count; line += 1) yield* event(line);
  if (fault) throw fault;
}

function parts(publish: (message: OutgoingMessage) => Promise<void>) {
  const counts = { events: 0, published: 0, badLines: 0, lastLine: 0 };
  const stopping = new AbortController();
  const lines: string[] = [];
  const log = (_: object, text: string) => void lines.push(text);
  return {
    ...{ counts, stopping, lines, signal: stopping.signal },
    publisher: { publish },
    exchanges: { entry: "parking.entries", exit: "parking.exits" },
    clock: { now: () => 0, sleep: async () => undefined },
    log: { warn: log, error: log },
    onBadRecord: () => undefined,
  };
}

const options = { speed: Infinity, onBadLine: "skip", shiftToNow: false } as const;
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

  it("reads no further than a thousand events ahead of the broker, and can be stopped then", async () => {
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
    expect(given.counts).toEqual({ events: 50, published: 50, badLines: 0, lastLine: 50 });
  });
});
