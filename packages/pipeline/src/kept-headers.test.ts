import { HEADERS } from "@boomgate/contracts";
import { expect, it } from "vitest";
import type { Message } from "./handler.js";
import { keptHeaders } from "./kept-headers.js";

const keptOf = (way: Message["way"], headers: Readonly<Record<string, unknown>>) =>
  keptHeaders({
    ...{ eventType: "entry", way },
    delivery: {
      ...{ queue: "entries", exchange: "", routingKey: "", body: Buffer.from("{}"), headers },
      ...{ redelivered: false, receivedAtMs: 0, ack: () => undefined, release: () => undefined },
    },
    trace: {
      ...{ traceId: "1".repeat(32), spanId: "1".repeat(16), parentSpanId: undefined },
      isSampled: false,
    },
  })[HEADERS.sender];

it("keeps what was written of a sender when a message comes back", () => {
  const known = '{"headers":{"x":1}}';
  expect(keptOf("returned", { [HEADERS.sender]: known, [HEADERS.attempt]: 1 })).toBe(known);
});

it.each<Message["way"]>(["published", "direct", "returned"])(
  "keeps no more of a sender than fits into a copy: %s",
  (way) => {
    const kept = keptOf(way, { [HEADERS.sender]: "x".repeat(100_000) });
    expect(String(kept).length).toBeLessThan(8_192);
    expect(JSON.parse(String(kept))).toMatchObject({ cut: true });
  },
);
