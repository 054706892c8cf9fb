import { expect, it } from "vitest";
import { PlateUnderTest, readOf, readsOf, rules } from "./history.fixture.js";
import { applyReads } from "./apply-reads.js";

it("an event that is too late announces nothing under other rules, as nobody would post it", () => {
  const { history } = new PlateUnderTest().apply(...readsOf("in 0", "out 36000"));
  const late = readOf("out 10");
  const at = { nowMs: late.atMs + 1, floorMs: late.atMs };
  const before = { history, isUnposted: false };
  const shorter = { ...rules, maxStayMs: 18_000_000 };
  const applied = applyReads({ lotId: "main", plate: "AB123CD" }, before, [late], shorter, at);
  expect(applied).toMatchObject({ results: ["too_late"], announcements: [], isChanged: false });
  expect(applied.history).toBe(history);
});
