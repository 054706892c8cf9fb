import { describeWithProgram } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { aStay } from "../store/stays/stays.fixture.js";
import { holdAnswers } from "./hold-answers.fixture.js";
import { usePage } from "./use-page.fixture.js";

const LATER = new Date("2026-11-20T10:00:00Z");

describeWithProgram("chromium", "the latest stays on the page", () => {
  const opened = usePage();

  it("get a stay that is posted without a reload", async () => {
    const { api, open, row } = opened();
    await open();
    await api.post(aStay({ id: "x1", plate: "AB123CD" }));
    await row("x1").waitFor();
    await row("x1").filter({ hasText: "AB123CD" }).waitFor();
  });

  it("show a corrected stay, and its earlier revisions", async () => {
    const { api, open, page, row, shown } = opened();
    await api.post(aStay({ id: "x1" }), aStay({ id: "x2", exitedAt: LATER }));
    await open();
    await row("x2").waitFor();
    const corrected = { id: "x1", plate: "ZZ999ZZ", exitPlate: "AB123CD" };
    await api.post(aStay({ ...corrected, revision: 2 }));
    await row("x1").filter({ hasText: "ZZ999ZZ" }).filter({ hasText: "corrected" }).waitFor();
    await api.post(aStay({ ...corrected, revision: 3, status: "void" }));
    await row("x1").filter({ hasText: "void" }).waitFor();
    await expect.poll(shown).toEqual(["x2", "x1"]);

    await row("x1").getByRole("button").click();
    const revisions = page.getByRole("dialog").locator("tbody tr");
    await expect.poll(() => revisions.count()).toBe(3);
    await expect.poll(() => revisions.first().textContent()).toContain("void (now)");
    const what = "ZZ999ZZ, read as AB123CD, lot main, exit event x1";
    await expect.poll(() => opened().text("history-message")).toBe(what);
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  });

  it("are found by a plate in any spelling; without a plate all are shown again", async () => {
    const { api, open, row, search, text } = opened();
    await api.post(aStay({ id: "x1", plate: "AB123CD" }), aStay({ id: "x2", plate: "EF456GH" }));
    await open();
    await row("x1").waitFor();
    await search("ef-456 gh");
    await row("x1").waitFor({ state: "detached" });
    await row("x2").waitFor();
    await expect.poll(() => text("message")).toBe("1 of this plate");
    await search("");
    await row("x1").waitFor();
    await search("-");
    await expect.poll(() => text("message")).toContain("must hold 1 to 24 letters");
  });

  it("follow the plate that is searched for, and no other", async () => {
    const { api, open, row, search, shown } = opened();
    await api.post(aStay({ id: "x1", plate: "AB123CD" }), aStay({ id: "x2", plate: "EF456GH" }));
    await open();
    await search("ab 123 cd");
    await row("x2").waitFor({ state: "detached" });
    await api.post(aStay({ id: "x3", plate: "EF456GH" }), aStay({ id: "x4", plate: "AB123CD" }));
    await row("x4").waitFor();
    await api.post(aStay({ id: "x1", plate: "EF456GH", exitPlate: "AB123CD", revision: 2 }));
    await row("x1").waitFor({ state: "detached" });
    await expect.poll(shown).toEqual(["x4"]);
  });

  it("keep a correction from the stream that came before an older answer", async () => {
    const { api, open, page, row, shown } = opened();
    await api.post(aStay({ id: "x1", plate: "AB123CD" }));
    const answer = await holdAnswers(page, "**/api/v1/summaries?*");
    await open();
    await answer.isHeld;
    await api.post(
      aStay({ id: "x1", plate: "ZZ999ZZ", exitPlate: "AB123CD", revision: 2 }),
      aStay({ id: "x2", exitedAt: LATER }),
    );
    await row("x2").waitFor();
    await answer.release();
    expect(await shown()).toEqual(["x2", "x1"]);
    expect(await row("x1").textContent()).toContain("ZZ999ZZ");
  });

  it("are those of the last search, also when the answer of an earlier search comes later", async () => {
    const { api, open, page, row, search, shown } = opened();
    await api.post(aStay({ id: "x1", plate: "AB123CD" }), aStay({ id: "x2", plate: "EF456GH" }));
    await open();
    await row("x1").waitFor();
    const answer = await holdAnswers(page, "**/api/v1/summaries?*");
    await search("AB123CD");
    await answer.isHeld;
    await search("EF456GH");
    await row("x1").waitFor({ state: "detached" });
    await answer.release();
    expect(await shown()).toEqual(["x2"]);
  });

  it("no longer contain those of an erased plate", async () => {
    const { api, open, row, shown } = opened();
    await api.post(aStay({ id: "x1", plate: "AB123CD" }), aStay({ id: "x2", plate: "EF456GH" }));
    await open();
    await row("x1").waitFor();
    await fetch(`${api.url}/api/v1/plates/AB123CD`, { method: "DELETE" });
    await row("x1").waitFor({ state: "detached" });
    await expect.poll(shown).toEqual(["x2"]);
  });

  it("do not change while they are paused", async () => {
    const { api, open, page, row, shown } = opened();
    await api.post(aStay({ id: "x1" }));
    await open();
    await row("x1").waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await api.post(aStay({ id: "x2" }));
    await expect.poll(() => opened().text("per-minute")).toBe("2");
    expect(await shown()).toEqual(["x1"]);
    await page.getByRole("button", { name: "Pause" }).click();
    await row("x2").waitFor();
  });

  it("keep the focus while others arrive", async () => {
    const { api, open, page, row } = opened();
    await api.post(aStay({ id: "x1" }), aStay({ id: "x1", revision: 2 }), aStay({ id: "x2" }));
    await open();
    await row("x1").getByRole("button").focus();
    await api.post(aStay({ id: "x3" }), aStay({ id: "x2", revision: 2 }));
    await row("x3").waitFor();
    expect(await page.evaluate('document.activeElement.closest("tr")?.dataset.exit')).toBe("x1");
  });

  it("show markup from a sender as text", async () => {
    const { api, complaints, open, page, row } = opened();
    await open();
    await api.post(aStay({ id: "x1", lotId: "<img src=x onerror=alert(1)>" }));
    await row("x1").waitFor();
    expect(await page.locator("tbody img").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("hide plates when they are masked, in the history as well", async () => {
    const { api, open, page, row, search } = opened();
    const misread = { id: "x1", exitPlate: "AB129CD" };
    await api.post(aStay(misread), aStay({ ...misread, revision: 2 }));
    await open("?mask=1");
    await row("x1").filter({ hasText: "A*****D" }).waitFor();
    await row("x1").getByRole("button").click();
    await page.getByRole("dialog").getByText("A*****D, read as A*****D").waitFor();
    expect(await page.content()).not.toMatch(/AB12[39]CD/);
    await page.keyboard.press("Escape");
    await search("ab123cd");
    await expect.poll(() => opened().text("message")).toBe("1 of this plate");
    await page.getByRole("button", { name: "Mask plates" }).click();
    await row("x1").filter({ hasText: "AB123CD" }).waitFor();
  });
});
