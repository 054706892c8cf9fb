import type { ServerResponse } from "node:http";
import { createRegistry } from "@boomgate/platform/telemetry";
import { afterEach, expect, it } from "vitest";
import type { Saved } from "../intake/intake.js";
import { createSinkMetrics } from "../telemetry/sink-metrics.js";
import { aStay } from "../store/stays/stays.fixture.js";
import { LiveFeed } from "./live-feed.js";

const feed = new LiveFeed(createSinkMetrics(createRegistry("test")));
afterEach(() => feed.stop());

/** A reader of the stream, and the events it got. */
function aReader() {
  const sent: string[] = [];
  const client = {
    writableLength: 0,
    write: (text: string) => void sent.push(text),
    once: () => client,
    end: () => undefined,
  };
  feed.join(client as unknown as ServerResponse);
  return sent;
}

const saved = (id: string, plate: string): Saved => ({
  stay: aStay({ id, plate }),
  outcome: "new",
});

it("does not show a plate that was erased in between", async () => {
  const sent = aReader();
  feed.publish([saved("a", "GONE"), saved("b", "KEPT"), saved("c", "GONE")]);
  expect(feed.forget({ plate: "GONE" })).toBe(2);
  expect(feed.forget({ plate: "GONE" })).toBe(0);
  await expect.poll(() => sent.join("")).toContain("KEPT");
  expect(sent.join("")).not.toContain("GONE");
});
