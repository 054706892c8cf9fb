import { madeUpDay } from "@boomgate/testing";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { chunksOf } from "@boomgate/platform/lists";
import { expect, it } from "vitest";
import { aStay } from "../store/stays/stays.fixture.js";
import { usePage } from "./use-page.fixture.js";

const STAYS = 50_000;
const TICKS = 20;
/** As many as the stream sends in one tick: 400 a second. */
const PER_TICK = 100;

/** Longest time in ms for which the page could not react to input, and the share of all such time. */
interface Busy {
  readonly longestMs: number;
  readonly share: number;
}

const WATCH = `
  window.tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((each) => each.duration)))
    .observe({ type: "longtask" });
  window.watchedFrom = performance.now();`;
const BUSY = `({
  longestMs: Math.max(0, ...tasks),
  share: tasks.reduce((sum, each) => sum + each, 0) / (performance.now() - watchedFrom),
})`;

describeWithProgram("chromium", "a day with 50,000 stays", () => {
  const opened = usePage();

  it("is shown whole, and follows 400 stays a second in a table of 100", async ({ annotate }) => {
    const { api, open, page, row, text } = opened();
    const endsAt = new Date();
    const day = madeUpDay({ seed: 1, stays: STAYS, endsAt, endHour: 15 });
    for (const some of chunksOf(day.summaries, 1_000)) await api.post(...some);
    const openedAt = performance.now();
    await open();
    await expect.poll(() => text("closed"), { timeout: 120_000 }).not.toBe("–");
    const shownMs = performance.now() - openedAt;
    // Some are void, and how many of the day's first are older than 24 hours depends on the time of day.
    expect(Number((await text("closed"))?.replace(",", ""))).toBeGreaterThan(0.9 * STAYS);

    await page.evaluate(WATCH);
    for (let tick = 0; tick < TICKS; tick += 1) {
      const stays = Array.from({ length: PER_TICK }, (_, index) =>
        aStay({ id: `live-${tick}-${index}`, exitedAt: new Date() }),
      );
      await api.post(...stays);
      await page.waitForTimeout(250);
    }
    await row(`live-${TICKS - 1}-${PER_TICK - 1}`).waitFor();
    const busy = (await page.evaluate(BUSY)) as Busy;
    await annotate(`shown after ${Math.round(shownMs)} ms, ${JSON.stringify(busy)}`);
    // Only reported, not asserted: the time depends on what else runs on the machine.
    await expect.poll(() => page.locator("tr[data-stay]").count()).toBe(100);
  }, 240_000);
});
