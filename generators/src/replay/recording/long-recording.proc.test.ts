import { expect, it } from "vitest";
import { readRecording } from "./read-recording.js";
import { MOST_RECORD_BYTES } from "./record-splitter.js";

it("holds no more of a recording than one record", async () => {
  const line = `{"id":"e1","vehicle_plate":"AB123CD","entry_date_time":"2026-03-01T08:00:00Z"}\n`;
  const lines = Buffer.from(line.repeat(1_000));
  const endless = Buffer.alloc(65_536, "x");
  let most = 0;
  const before = process.memoryUsage().arrayBuffers;
  async function* long() {
    for (let count = 0; count < 1_600; count += 1) {
      yield Buffer.from(count < 30 ? lines : endless);
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
  }
  const found = { events: 0, bad: 0 };
  for await (const read of readRecording(long())) found["body" in read ? "events" : "bad"] += 1;
  expect(found).toEqual({ events: 30_000, bad: 1 });
  expect(most).toBeLessThan(64 * MOST_RECORD_BYTES); // of 105 MB
});
