import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { openSqliteStore } from "./open-store.js";
import { summaryStoreSuite } from "./summary-store.suite.js";

describe("the store in a SQLite file", () => {
  let folder: string | undefined;
  summaryStoreSuite(
    () => openSqliteStore((folder ??= mkdtempSync(join(tmpdir(), "boomgate-stays-")))),
    async () => {
      if (folder !== undefined) rmSync(folder, { recursive: true });
      folder = undefined;
    },
  );
});
