import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Recording } from "@boomgate/grafana";
import type { Browser, Page } from "@boomgate/testing/browser";
import { ASSETS } from "./bundle.js";

/** No server has this address: `serve` answers all requests from files. */
const ORIGIN = "http://pictures.invalid";
const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/**
 * Draws a dashboard in full height.
 * @param folder - of the page that `bundle` built
 * @param path - of the PNG to be written
 * @throws {Error} with all errors of the page
 */
export async function draw(
  browser: Browser,
  folder: string,
  recording: Recording,
  path: string,
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1_600, height: 200 },
    timezoneId: "UTC",
  });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.stack ?? error.message));
  await page.addInitScript(`window.recording = ${JSON.stringify(recording)}`);
  await serve(page, folder, errors);
  await page.goto(`${ORIGIN}/index.html`);
  await page.waitForFunction("window.isDrawn || undefined").catch((error: unknown) => {
    errors.push(String(error));
  });
  if (errors.length > 0) throw new Error(errors.join("\n"));
  await page.screenshot({ path, fullPage: true });
  await page.close();
}

const serve = (page: Page, folder: string, errors: string[]) =>
  page.route("**/*", async (route) => {
    const { pathname } = new URL(route.request().url());
    const [prefix, asset] = Object.entries(ASSETS).find(([own]) => pathname.startsWith(own)) ?? [];
    const file =
      prefix && asset
        ? fileURLToPath(new URL(pathname.slice(prefix.length), asset))
        : join(folder, pathname);
    const body = await readFile(file).catch(() => undefined);
    if (!body) {
      errors.push(`there is no ${pathname}`);
      return route.abort();
    }
    return route.fulfill({ body, contentType: TYPES[extname(file)] ?? "application/octet-stream" });
  });
