import { encodeEvent, encodeEventArray, EVENT_ARRAY_CONTENT_TYPE } from "@boomgate/contracts";
import { describe, expect, it } from "vitest";
import { countNames } from "./read-final-state.js";
import { namedRead } from "./named-read.js";

const exit = (id: string) =>
  ({
    kind: "exit",
    id,
    plate: "C1",
    lotId: "main",
    exitedAt: new Date("2026-03-01T08:00:00Z"),
  }) as const;

describe("parked messages", () => {
  it("are counted by the events that they hold, alone or in arrays", () => {
    const events = ["x1", "x2"].map((id) => ({ body: encodeEvent(exit(id)), publishedAtMs: 1 }));
    const counts = countNames([
      { contentType: EVENT_ARRAY_CONTENT_TYPE, body: encodeEventArray(events) },
      { contentType: "application/json", body: encodeEvent(exit("x2")) },
    ]);
    expect([...counts]).toEqual([
      [namedRead(exit("x1")).id, 1],
      [namedRead(exit("x2")).id, 2],
    ]);
  });
});
