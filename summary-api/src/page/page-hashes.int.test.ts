import { createPlateHash } from "@boomgate/contracts";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { aStay } from "../store/stays/stays.fixture.js";
import { usePage } from "./use-page.fixture.js";

const PEPPER = "a key of at least thirty-two characters";
const LATER = new Date("2026-11-20T10:00:00Z");
const hash = createPlateHash(PEPPER).of("AB123CD");

describeWithProgram("chromium", "the page of an API that keeps hashes of plates", () => {
  const opened = usePage(() => ({ PLATE_PEPPER: PEPPER }));

  it("shows hashes, finds a plate by its text, and follows it live", async () => {
    const { api, open, page, row, search, shown } = opened();
    await api.post(aStay({ id: "x1" }), aStay({ id: "x2", plate: "EF456GH" }));
    await open();
    await row("x1")
      .filter({ hasText: `#${hash.slice(5, 15)}` })
      .waitFor();
    expect(await row("x1").getByRole("rowheader").getAttribute("title")).toBe(hash);
    await search("ab 123-cd");
    await expect.poll(() => opened().text("message")).toBe("1 of this plate");
    await api.post(aStay({ id: "x3", exitedAt: LATER }), aStay({ id: "x4", plate: "EF456GH" }));
    await row("x3").waitFor();
    expect(await shown()).toEqual(["x3", "x1"]);
    expect(await page.content()).not.toContain("AB123CD");
    await search(hash);
    await expect.poll(() => opened().text("message")).toBe("2 of this plate");
  });

  it("hides the hashes when plates are masked", async () => {
    const { api, open, page, row } = opened();
    await api.post(aStay({ id: "x1" }));
    await open("?mask=1");
    await row("x1").waitFor();
    expect(await page.content()).not.toContain(hash.slice(5, 15));
  });
});
