import { type Browser, openBrowser } from "@boomgate/testing/browser";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { aStay } from "../store/stays/stays.fixture.js";
import { PageApi } from "./page-api.fixture.js";
import { usePage } from "./use-page.fixture.js";

const TOKEN = "reader-0123456789";

describeWithProgram("chromium", "the line of the page to the API", () => {
  const opened = usePage();

  it("connects again after the API was away, and shows the stays of that time", async () => {
    const { api, open, page, row, state } = opened();
    await open();
    await api.stop();
    await state("lost").waitFor();
    await page.getByText("Connection lost at").waitFor();
    await api.start();
    await api.post(aStay({ id: "meanwhile" }));
    await state("live").waitFor();
    await row("meanwhile").waitFor();
    await page.getByText("Connection lost at").waitFor({ state: "hidden" });
    await api.post(aStay({ id: "after" }));
    await row("after").waitFor();
  });

  it("connects again after an answer that makes a browser give up", async () => {
    const { api, open, page, row, state } = opened();
    await page.route("**/api/v1/live", (route) => route.fulfill({ status: 503 }), { times: 2 });
    await open();
    await api.post(aStay({ id: "x1" }));
    await row("x1").waitFor();
    await state("live").waitFor();
  });

  it("asks for the newest stays when more came at once than the stream sends", async () => {
    const { api, open, shown } = opened();
    await open();
    const newestFirst = Array.from({ length: 300 }, (_, minutes) =>
      aStay({ id: `x${minutes}`, exitedAt: new Date(Date.now() - minutes * 60_000) }),
    );
    await api.post(...newestFirst); // the stream sends those committed last: the oldest
    const wanted = newestFirst.slice(0, 100).map(({ exitEventId }) => exitEventId);
    await expect.poll(shown).toEqual(wanted);
  });
});

describeWithProgram("chromium", "the page behind tokens", () => {
  let browser: Browser;
  let api: PageApi;
  beforeAll(async () => {
    browser = await openBrowser();
    api = new PageApi({ API_TOKENS: `read,write ${TOKEN}` });
    await api.start();
  });
  afterAll(async () => {
    await browser.close();
    await api.remove();
  });

  const openAs = async (password: string) => {
    const page = await browser.newPage({ httpCredentials: { username: "operator", password } });
    return { page, status: (await page.goto(api.url))?.status() };
  };

  it("shows nothing with a wrong token", async () => {
    const { page, status } = await openAs("made-up-0123456789");
    expect(status).toBe(401);
    expect(await page.content()).not.toContain("Latest stays");
  });

  it("is live with the token as the password", async () => {
    const { page } = await openAs(TOKEN);
    await page.locator('#connection[data-state="live"]').waitFor();
    await api.post(aStay({ id: "x1" }));
    await page.locator('tr[data-exit="x1"]').waitFor();
  });

  it("is live with the token in the address", async () => {
    const page = await browser.newPage();
    await page.goto(api.url.replace("//", `//operator:${TOKEN}@`));
    await page.locator('#connection[data-state="live"]').waitFor();
    await page.locator('tr[data-exit="x1"]').waitFor();
  });
});
