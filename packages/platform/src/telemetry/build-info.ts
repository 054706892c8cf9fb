import { readFileSync } from "node:fs";

/** Version of this program, as the package says it: "0.1.0". Not read where nobody asks: a bundle has no package beside it. */
export function productVersion(): string {
  const manifest = new URL("../../package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return version;
}
