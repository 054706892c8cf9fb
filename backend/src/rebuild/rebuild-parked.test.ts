import type { StaySummary } from "@boomgate/contracts";
import { describe, expect, it } from "vitest";
import type { PublishedEvent } from "../ports/event-trail.js";
import { aRebuild, HOUR_MS, NOW_MS, trailOf, visits } from "./rebuild-store.fixture.js";
import { rebuildStore } from "./rebuild-store.js";

const MIDDLE = new Date(NOW_MS - 1.5 * HOUR_MS);

describe("what was parked", () => {
  const [entry, exit] = visits(1) as [PublishedEvent, PublishedEvent];
  const rebuiltWith = async (
    published: readonly PublishedEvent[],
    parked: readonly PublishedEvent[],
    known: readonly StaySummary[] = [],
  ) => {
    const { rebuild, posted } = aRebuild(published, known);
    const sources = { ...rebuild.sources, parkedTrail: trailOf(parked) };
    await rebuildStore({ ...rebuild, sources });
    return posted;
  };

  it("is left out, so that a good stay is not made void", async () => {
    const good = aRebuild([entry, exit]);
    await rebuildStore(good.rebuild);
    const between = { ...exit, event: { ...exit.event, id: "late", exitedAt: MIDDLE } };
    const published = [entry, exit, between as PublishedEvent];
    expect(await rebuiltWith(published, [between as PublishedEvent], good.posted)).toEqual([]);
    expect(await rebuiltWith(published, [], good.posted)).not.toEqual([]);
  });

  it("counts when another copy of it was not parked", async () => {
    const copy = { ...exit, publishedAtMs: NOW_MS - 1 };
    expect(await rebuiltWith([entry, exit, copy], [copy])).toHaveLength(1);
    expect(await rebuiltWith([entry, exit, copy], [exit, copy])).toHaveLength(0);
  });

  it.each([undefined, NOW_MS - 5])(
    "counts all the same when the sender repeated it as it was, published at %s",
    async (publishedAtMs) => {
      const same = { ...exit, publishedAtMs };
      expect(await rebuiltWith([entry, same, same], [same])).toHaveLength(1);
      expect(await rebuiltWith([entry, same], [same])).toHaveLength(0);
      expect(await rebuiltWith([entry, same], [same, { ...same, isAccepted: true }])).toHaveLength(
        1,
      );
    },
  );

  it("counts when the sink has a stay of it", async () => {
    const good = aRebuild([entry, exit]);
    await rebuildStore(good.rebuild);
    expect(await rebuiltWith([entry, exit], [entry, exit], good.posted)).toEqual([]);
  });
});
