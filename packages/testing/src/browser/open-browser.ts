import { type Browser, chromium } from "playwright-core";
import { findProgram } from "../services/find-program.js";

export type { Browser, BrowserContext, Locator, Page } from "playwright-core";

/** Debian's package of this name; nothing is downloaded. */
const PROGRAM = "chromium";

/** Nothing but the page we open leaves the browser, and root may run it. */
const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts Chromium with an empty profile of its own, which `close` removes.
 * @throws {Error} when it is not installed
 */
export async function openBrowser(env: NodeJS.ProcessEnv = process.env): Promise<Browser> {
  const executablePath = findProgram(PROGRAM, env["PATH"]);
  if (executablePath === undefined) throw new Error(`${PROGRAM} is not on the PATH`);
  return chromium.launch({ executablePath, args: ARGS });
}
