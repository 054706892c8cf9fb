import type { StaySummary } from "@boomgate/contracts";
import { describe, expect, it } from "vitest";
import { decodeHistory, encodeHistory, HISTORY_FORMAT } from "../adapters/redis/history-codec.js";
import { summaryOf } from "./announce.js";
import { forget } from "./forget.js";
import { readsOf, rules } from "./history.fixture.js";
import { EMPTY_HISTORY, type PlateHistory } from "./plate-history.js";
import type { Read } from "./read.js";
import { applyReads } from "./apply-reads.js";
import { refold } from "./refold.js";

const KEY = { lotId: "main", plate: "AB123CD" };
const [ENTRY, EXIT, NEXT] = readsOf("in 0", "out 36000", "in 50000") as [Read, Read, Read];
const NOW_MS = EXIT.atMs + 60_000;
const SHORT = { ...rules, maxStayMs: 18_000_000 };
const STAY: StaySummary = summaryOf(KEY, { exit: EXIT, entry: ENTRY, revision: 5 });
const STORED: PlateHistory = {
  reads: [ENTRY, EXIT],
  announced: [{ exit: EXIT, entry: ENTRY, revision: 5 }],
};

describe("stays from a time of which events are gone", () => {
  const at = { nowMs: NOW_MS, incompleteUntilMs: NOW_MS };

  it("stay as the sink has them when the rules have become others, then and at the next event", () => {
    const refolded = refold(KEY, { stored: STORED, stays: [STAY], published: [] }, SHORT, at);
    expect(refolded.announcements).toEqual([]);
    const kept = forget(refolded.history, NOW_MS, SHORT);
    const history = decodeHistory(HISTORY_FORMAT, encodeHistory(kept));
    const before = { history, isUnposted: false };
    const later = { nowMs: NEXT.atMs, floorMs: NOW_MS };
    const applied = applyReads(KEY, before, [NEXT], SHORT, later);
    expect(applied).toMatchObject({ results: ["open"], announcements: [] });
  });

  it("are not made up from what is left of them", () => {
    const known = { stored: EMPTY_HISTORY, stays: [], published: [ENTRY, EXIT] };
    const { history, announcements } = refold(KEY, known, rules, at);
    expect(announcements).toEqual([]);
    const later = { nowMs: NEXT.atMs, floorMs: NOW_MS };
    const applied = applyReads(KEY, { history, isUnposted: false }, [NEXT], rules, later);
    expect(applied).toMatchObject({ results: ["open"], announcements: [] });
  });

  it("are announced all the same when the store knows that they are on their way", () => {
    const known = { stored: STORED, stays: [], published: [] };
    expect(refold(KEY, known, rules, at).announcements).toMatchObject([{ stayId: STAY.stayId }]);
  });
});
