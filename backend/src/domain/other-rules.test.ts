import { expect, it } from "vitest";
import { PlateUnderTest, readOf, readsOf, rules } from "./history.fixture.js";
import { record } from "./record.js";

it("an event that is too late announces nothing under other rules, as nobody would post it", () => {
  const { history } = new PlateUnderTest().record(...readsOf("in 0", "out 36000"));
  const late = readOf("out 10");
  const at = { nowMs: late.atMs + 1, floorMs: late.atMs };
  const before = { history, isUnposted: false };
  const shorter = { ...rules, maxStayMs: 18_000_000 };
  const recorded = record({ lotId: "main", plate: "AB123CD" }, before, [late], shorter, at);
  expect(recorded).toMatchObject({ results: ["too_late"], announcements: [], isChanged: false });
  expect(recorded.history).toBe(history);
});
