import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { printCatalogues } from "./catalogues.js";
import { repository } from "./sources.js";

for (const [file, text] of Object.entries(printCatalogues())) {
  writeFileSync(join(repository, "docs", file), text);
  process.stdout.write(`docs/${file}\n`);
}
