import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Folders with code that runs in production. */
const FOLDERS = [
  "packages/contracts",
  "packages/pipeline",
  "packages/platform",
  "packages/http",
  "generators",
  "gateway",
  "backend",
  "summary-api",
  "embedded",
];

/** The text of every source file that is built. */
export function readSources(): string[] {
  return FOLDERS.flatMap((folder) => {
    const root = join(repository, folder, "src");
    return readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((file) => /(?<!\.test|\.suite|\.fixture|\.d)\.ts$/.test(file))
      .toSorted()
      .map((file) => readFileSync(join(root, file), "utf8"));
  });
}
