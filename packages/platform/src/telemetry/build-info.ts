import { readFileSync } from "node:fs";

/** Version of this program, as package.json has it: "0.1.0". Read at the first use alone, as a bundle has no package.json beside it. */
export function productVersion(): string {
  const manifest = new URL("../../package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return version;
}
