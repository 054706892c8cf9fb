import { join } from "node:path";
import type { MadeUpDay } from "@boomgate/testing";
import type { Browser, Page } from "@boomgate/testing/browser";

/** Hour of the day on the pictures, whenever they are taken. */
export const PICTURE_HOUR = 15;

export const PICTURES = [
  { name: "page-light", width: 1920, height: 1080, theme: "light", isPhone: false },
  { name: "page-dark", width: 1920, height: 1080, theme: "dark", isPhone: false },
  { name: "page-phone", width: 390, height: 844, theme: "light", isPhone: true },
] as const;

/** @returns the file written */
export async function takePicture(
  browser: Browser,
  url: string,
  day: MadeUpDay,
  picture: (typeof PICTURES)[number],
  folder: string,
): Promise<string> {
  const { width, height, theme, isPhone } = picture;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    deviceScaleFactor: isPhone ? 2 : 1,
    locale: "en-GB",
    timezoneId: zoneAt(PICTURE_HOUR, new Date()),
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await countAllDay(page, day);
  await page.goto(url);
  await page.locator("#bars tr").first().waitFor();
  await page.locator("#pipeline-figures dd").first().waitFor();
  await page.waitForTimeout(2_000);
  const path = join(folder, `${picture.name}.png`);
  await page.screenshot({ path });
  await page.unrouteAll({ behavior: "ignoreErrors" }); // a request may still be open
  await context.close();
  return path;
}

/** Adds the counts of cars inside, which an API only has if it ran all day. */
async function countAllDay(page: Page, day: MadeUpDay): Promise<void> {
  await page.route("**/api/v1/overview?*", async (route) => {
    const response = await route.fetch();
    const overview = (await response.json()) as {
      readonly from: string;
      readonly step_seconds: number;
      readonly counted: readonly unknown[];
    };
    const endOf = (step: number) =>
      new Date(
        Math.min(
          Date.parse(overview.from) + (step + 1) * overview.step_seconds * 1_000,
          Date.now(),
        ),
      );
    const counted = overview.counted.map((_, step) => day.insideAt(endOf(step)));
    await route.fulfill({ response, json: { ...overview, counted } });
  });
}

/** A time zone in which it is now about this hour. */
function zoneAt(hour: number, now: Date): string {
  const ahead = ((hour - now.getUTCHours() + 36) % 24) - 12;
  return `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}
