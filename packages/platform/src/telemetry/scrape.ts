import { lookup } from "node:dns/promises";

const TIMEOUT_MS = 2_000;
/** Metrics have some hundred kilobytes; a larger answer is something else. */
const MAX_BYTES = 8_388_608;

/** What one process answered. */
export interface Scraped {
  /** Identifies the process in successive scrapes. */
  readonly instance: string;
  /** `undefined`: no answer. */
  readonly text: string | undefined;
}

export type ScrapeAll = () => Promise<readonly Scraped[]>;

/** @param urls - of /metrics; all addresses of a name are scraped, so that every replica counts */
export const scrapeOver =
  (urls: readonly string[]): ScrapeAll =>
  async () =>
    (await Promise.all(urls.map(askAll))).flat();

async function askAll(url: string): Promise<readonly Scraped[]> {
  const { hostname, protocol } = new URL(url);
  // With https only the name itself: the certificate is not valid for its addresses.
  if (protocol === "https:") return [await ask(url)];
  try {
    const addresses = await lookup(hostname.replace(/^\[|\]$/g, ""), { all: true });
    // A process with an IPv4 and an IPv6 address counts once.
    const { family } = addresses.find((each) => each.family === 4) ?? { family: 6 };
    const same = addresses.filter((each) => each.family === family);
    return await Promise.all(same.map(({ address }) => ask(at(url, address, family))));
  } catch {
    return [{ instance: url, text: undefined }];
  }
}

function at(url: string, address: string, family: number): string {
  const found = new URL(url);
  found.hostname = family === 6 ? `[${address}]` : address;
  return found.href;
}

async function ask(url: string): Promise<Scraped> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: "error",
    });
    const text = response.ok ? await response.text() : undefined;
    return { instance: url, text: (text?.length ?? 0) > MAX_BYTES ? undefined : text };
  } catch {
    return { instance: url, text: undefined };
  }
}
