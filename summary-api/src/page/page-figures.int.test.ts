import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aStay } from "../store/stays/stays.fixture.js";
import { holdAnswers } from "./hold-answers.fixture.js";
import { usePage } from "./use-page.fixture.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** One instant for all calls: a stay has the same time in each of its revisions. */
const NOW_MS = Date.now();
const minutesAgo = (minutes: number) => new Date(NOW_MS - minutes * 60_000);

let settled = 1_000;
const backend = createServer((_request, response) => {
  settled += 100;
  response.end(`
parking_event_processing_seconds_bucket{le="0.004"} ${settled}
parking_event_processing_seconds_bucket{le="+Inf"} ${settled}
parking_lot_occupancy{lot="north"} 1000
parking_lot_occupancy{lot="south"} 234
parking_reads{fate="unmatched"} 7
parking_hold_active{dependency="store"} 1
parking_queue_messages{queue="vehicle_entries"} 30
parking_queue_messages{queue="vehicle_exits"} 12
`);
});

describeWithProgram("chromium", "the figures on the page", () => {
  describe("with a backend that answers", () => {
    beforeAll(() => new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve)));
    afterAll(() => void backend.close());
    const opened = usePage(() => ({
      BACKEND_METRICS_URL: `http://127.0.0.1:${(backend.address() as AddressInfo).port}/metrics`,
    }));

    it("show cars inside, latency, backlog and the dependencies that events wait for", async () => {
      const { open, page, text } = opened();
      await open();
      await expect.poll(() => text("inside")).toBe("1,234");
      await expect.poll(() => text("pipeline-figures")).toContain("p953.8 ms");
      await expect.poll(() => text("pipeline-figures")).toContain("Backlog42");
      await expect.poll(() => text("pipeline-figures")).toContain("Unmatched7");
      await page.getByText("Events wait for: store.").waitFor();
    });

    it("show cars inside of the chosen lot", async () => {
      const { api, open, page, text } = opened();
      await api.post(aStay({ lotId: "south", exitedAt: minutesAgo(5) }));
      await open("?lot=south");
      await expect.poll(() => text("inside")).toBe("234");
      await page.getByLabel("Lot", { exact: true }).selectOption("");
      await expect.poll(() => text("inside")).toBe("1,234");
    });

    it("show that the backend is away, and no old number", async () => {
      const { open, page, text } = opened();
      await open();
      await expect.poll(() => text("inside")).toBe("1,234");
      backend.closeAllConnections();
      backend.close();
      await expect.poll(() => text("inside")).toBe("–");
      await expect.poll(() => page.getByText("The backends do not answer.").count()).toBe(2);
    });
  });

  describe("without a backend", () => {
    const opened = usePage();

    it("count stays, corrections and durations of the chosen time", async () => {
      const { api, complaints, open, page, text } = opened();
      await api.post(
        aStay({ id: "x1", exitedAt: minutesAgo(5), durationSeconds: 600 }),
        aStay({ id: "x2", exitedAt: minutesAgo(5), durationSeconds: 1_200 }),
        aStay({ id: "x2", exitedAt: minutesAgo(5), durationSeconds: 1_800, revision: 2 }),
        aStay({ id: "x3", exitedAt: minutesAgo(200), status: "void" }),
      );
      await open();
      await expect.poll(() => text("closed")).toBe("2");
      await expect.poll(() => text("corrected")).toBe("1");
      await expect.poll(() => text("void")).toBe("1 void");
      await expect.poll(() => text("mean")).toBe("20 min 0 s on average");
      const durations = page.getByRole("row", { name: "5 min – 15 min" });
      await expect.poll(() => durations.textContent()).toMatch(/1$/);
      await page.getByText("1 h", { exact: true }).click();
      await expect.poll(() => text("void")).toBe("0 void");
      expect(page.url()).toContain("hours=1");
      await api.post(aStay({ id: "x4", exitedAt: minutesAgo(1) }));
      await expect.poll(() => text("closed")).toBe("3");
      expect(await text("inside")).toBe("–");
      expect(complaints).toEqual([]);
    });

    it("are those of the time chosen last, also when the answer for an earlier choice comes later", async () => {
      const { api, open, page, text } = opened();
      await api.post(aStay({ exitedAt: minutesAgo(200) }));
      const answer = await holdAnswers(page, "**/api/v1/overview?*");
      await open();
      await answer.isHeld;
      await page.getByText("1 h", { exact: true }).click();
      await expect.poll(() => text("closed")).toBe("0");
      await answer.release();
      expect(await text("closed")).toBe("0");
    });

    it("are those of one lot when one is chosen, and so are the stays", async () => {
      const { api, open, page, row, shown, text } = opened();
      const exitedAt = minutesAgo(5);
      await api.post(
        aStay({ id: "x1", lotId: "north", exitedAt }),
        aStay({ id: "x2", lotId: "south", exitedAt }),
      );
      await open();
      await expect.poll(() => text("closed")).toBe("2");
      await page.getByLabel("Lot", { exact: true }).selectOption("south");
      await expect.poll(() => text("closed")).toBe("1");
      await row("x1").waitFor({ state: "detached" });
      await api.post(
        aStay({ id: "x3", lotId: "north", exitedAt }),
        aStay({ id: "x4", lotId: "south", exitedAt: minutesAgo(4) }),
      );
      await row("x4").waitFor();
      await expect.poll(shown).toEqual(["x4", "x2"]);
      await page.reload();
      await expect.poll(() => text("closed")).toBe("2");
      await expect.poll(shown).toEqual(["x4", "x2"]);
    });

    it("show that they are of a day long past", async () => {
      const { api, open, page, text } = opened();
      await api.post(aStay({ exitedAt: minutesAgo(50_000) }));
      await open();
      await expect.poll(() => text("closed")).toBe("1");
      await page.getByText("No stay ended within the last day.").waitFor();
      await api.post(aStay({ id: "x2", exitedAt: minutesAgo(1) }));
      await expect.poll(() => page.locator("#past").isVisible()).toBe(false);
    });

    it("can be read point by point with the keyboard, and as a table", async () => {
      const { api, open, page } = opened();
      await api.post(aStay({ exitedAt: minutesAgo(3), durationSeconds: 1_500 }));
      await open("?hours=1");
      const chart = page.getByRole("slider", { name: "Cars inside" });
      await chart.focus();
      await expect.poll(() => chart.getAttribute("aria-valuetext")).toContain("0 have left since");
      for (let step = 0; step < 6; step += 1) await page.keyboard.press("ArrowLeft");
      await expect.poll(() => chart.getAttribute("aria-valuetext")).toContain("1 have left since");
      const readout = page.locator("#occupancy .readout");
      await expect.poll(() => readout.textContent()).toContain("1 have left");
      const table = page.locator("#pace details");
      await table.getByText("As a table").click();
      await expect.poll(() => table.locator("tbody tr").count()).toBeGreaterThan(59);
    });

    it.each([
      { scheme: "light", width: 1_920, height: 1_080 },
      { scheme: "dark", width: 1_920, height: 1_080 },
      { scheme: "light", width: 390, height: 844 },
    ] as const)(
      "hold to the rules of accessibility: $scheme, $width wide",
      async ({ scheme, width, height }) => {
        const { api, open, page, row } = opened();
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        await api.post(
          aStay({ id: "x1", exitedAt: minutesAgo(5) }),
          aStay({ id: "x1", exitedAt: minutesAgo(5), revision: 2 }),
          aStay({ id: "x2", exitedAt: minutesAgo(5) }),
          aStay({ id: "x2", exitedAt: minutesAgo(5), revision: 2, status: "void" }),
        );
        await open();
        await row("x2").waitFor();
        await page.evaluate(axe);
        const found = await page.evaluate(
          "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)))",
        );
        expect(found).toEqual([]);
        const overflow =
          "document.documentElement.scrollWidth - document.documentElement.clientWidth";
        expect(await page.evaluate(overflow)).toBe(0);
      },
    );

    it("load nothing from anywhere else", async () => {
      const { api, open, page } = opened();
      const elsewhere: string[] = [];
      page.on("request", (request) => {
        const isOurs = request.url().startsWith(api.url) || request.url().startsWith("data:");
        if (!isOurs) elsewhere.push(request.url());
      });
      await open();
      await expect.poll(() => page.locator("canvas").count()).toBe(2);
      expect(elsewhere).toEqual([]);
    });
  });
});
