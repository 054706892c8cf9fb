import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileOption } from "./file-option.js";

describe("a file to be written later", () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "boomgate-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is made at once", () => {
    const file = join(folder, "report.html");
    expect(fileOption(file)).toBe(file);
    expect(existsSync(file)).toBe(true);
  });

  it("is refused where it cannot be written", () => {
    expect(() => fileOption(join(folder, "no", "report.html"))).toThrow(
      "cannot be written (ENOENT)",
    );
    expect(() => fileOption(folder)).toThrow("cannot be written (EISDIR)");
  });
});
