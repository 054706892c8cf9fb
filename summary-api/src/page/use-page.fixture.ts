import { type Browser, type Locator, openBrowser, type Page } from "@boomgate/testing/browser";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { PageApi } from "./page-api.fixture.js";

interface OpenPage {
  readonly api: PageApi;
  readonly page: Page;
  /** Opens the page and waits until it is live; `query` as in the address: "?mask=1". */
  readonly open: (query?: string) => Promise<void>;
  /** The row of the stay of an exit event. */
  readonly row: (exitEventId: string) => Locator;
  /** The text of the state of the connection. */
  readonly state: (name: "live" | "lost") => Locator;
  readonly search: (plate: string) => Promise<void>;
  /** Exit events of the stays in the table, in their order. */
  readonly shown: () => Promise<unknown>;
  readonly text: (id: string) => Promise<string | null>;
  /** Errors in the console of the browser. */
  readonly complaints: readonly string[];
}

/** A browser for the file, an API and a page for each test. */
export function usePage(env: () => Readonly<Record<string, string>> = () => ({})): () => OpenPage {
  let browser: Browser;
  let open: OpenPage;
  beforeAll(async () => void (browser = await openBrowser()));
  afterAll(() => browser.close());
  beforeEach(async () => {
    const api = new PageApi(env());
    await api.start();
    open = openPage(api, await browser.newPage({ locale: "en-GB" }));
  });
  afterEach(async () => {
    await open.page.close();
    await open.api.remove();
  });
  return () => open;
}

function openPage(api: PageApi, page: Page): OpenPage {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const state = (name: string) => page.locator(`#connection[data-state="${name}"]`);
  return {
    api,
    page,
    complaints,
    state,
    open: async (query = "") => {
      await page.goto(`${api.url}/${query}`);
      await state("live").waitFor();
    },
    row: (exitEventId) => page.locator(`tr[data-exit="${exitEventId}"]`),
    search: async (plate) => {
      await page.getByLabel("Plate", { exact: true }).fill(plate);
      await page.keyboard.press("Enter");
    },
    shown: () =>
      page.evaluate(
        '[...document.querySelectorAll("tr[data-stay]")].map((each) => each.dataset.exit)',
      ),
    text: (id) => page.locator(`#${id}`).textContent(),
  };
}
