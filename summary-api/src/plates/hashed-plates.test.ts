import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, readConfig } from "@boomgate/platform/config";
import { afterEach, describe, expect, it } from "vitest";
import { summaryApiSettings } from "../settings.js";
import { hashedPlatesSuite } from "./hashed-plates.suite.js";

describe("an API that keeps hashes of plates in SQLite", () => hashedPlatesSuite(async () => ({})));

describe("PLATE_PEPPER_FILE", () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-pepper-"));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("must be long, and is never shown", () => {
    const file = join(folder, "pepper");
    const read = (content: string | Buffer) => {
      writeFileSync(file, content);
      return readConfig(summaryApiSettings, { PLATE_PEPPER_FILE: file }).PLATE_PEPPER;
    };
    expect(read(`${"k".repeat(32)}\n`)).toBe("k".repeat(32));
    for (const content of ["k".repeat(31), `${" ".repeat(40)}k`, Buffer.alloc(64, 0xff)]) {
      expect(() => read(content)).toThrow(ConfigError);
      expect(() => read(content)).toThrow(/PLATE_PEPPER: must be text of 32 characters or more$/);
    }
  });
});
