import { describeWithProgram } from "@boomgate/testing/vitest";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aStay } from "../store/stays/stays.fixture.js";
import { aPathProxy, type PathProxy } from "./path-proxy.fixture.js";
import { usePage } from "./use-page.fixture.js";

describeWithProgram("chromium", "the page below a path", () => {
  const opened = usePage();
  let proxy: PathProxy;
  beforeEach(async () => {
    proxy = await aPathProxy("/tools/parking/", () => opened().api.url);
  });
  afterEach(() => proxy.stop());

  it("has its style, its charts, its figures, its stays and its stream", async () => {
    const { api, page, row, state, text, complaints } = opened();
    await page.goto(`${proxy.url}?hours=6&lot=main`);
    await state("live").waitFor();
    await api.post(aStay({ id: "x1" }), aStay({ id: "x2", status: "void" }));
    await row("x1").waitFor();
    await expect.poll(() => text("closed")).toBe("1");
    await page.locator("#occupancy canvas").waitFor();
    expect(await page.evaluate("getComputedStyle(document.querySelector('main')).display")).toBe(
      "grid",
    );
    await page.getByLabel("Plate", { exact: true }).fill("ab 123-cd");
    await page.keyboard.press("Enter");
    await expect.poll(() => text("message")).toMatch(/of this plate/);
    await page.getByText("Mask plates").click();
    expect(new URL(page.url()).pathname).toBe("/tools/parking/");
    expect(proxy.outside.filter((path) => path !== "/favicon.ico")).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("connects again below its path after the API was away", async () => {
    const { api, page, row, state } = opened();
    await page.goto(proxy.url);
    await state("live").waitFor();
    await api.stop();
    await state("lost").waitFor();
    await api.start();
    await state("live").waitFor();
    await api.post(aStay({ id: "after" }));
    await row("after").waitFor();
    expect(proxy.outside.filter((path) => path !== "/favicon.ico")).toEqual([]);
  });

  it("has an OpenAPI document whose addresses are right there, too", async () => {
    const document = await fetch(`${proxy.url}openapi.json`);
    const { servers } = (await document.json()) as { readonly servers: { readonly url: string }[] };
    const base = new URL(servers[0]?.url ?? "", document.url).href.replace(/\/$/, "");
    expect((await fetch(`${base}/api/v1/stats`)).status).toBe(200);
  });
});
