import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ConfigError } from "./config-error.js";
import { createFolder } from "./create-folder.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "boomgate-folder-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("creates a folder and those above it, and leaves one that is there", () => {
  const wanted = join(folder, "a", "b", "c");
  createFolder(wanted, "DATA_DIR");
  writeFileSync(join(wanted, "file"), "kept");
  createFolder(wanted, "DATA_DIR");
  expect(statSync(join(wanted, "file")).size).toBe(4);
});

it.each([
  ["is a file", () => "file", "EEXIST"],
  ["lies below a file", () => join("file", "x"), "ENOTDIR"],
])("names the setting of a folder that %s", (_what, path, code) => {
  writeFileSync(join(folder, "file"), "");
  const create = () => createFolder(join(folder, path()), "DATA_DIR");
  expect(create).toThrow(ConfigError);
  expect(create).toThrow(new RegExp(`DATA_DIR: .*cannot be made \\(${code}\\)`));
});

it.skipIf(!existsSync("/proc/self"))("does not try for ever where no folder can be made", () => {
  expect(() => createFolder("/proc/boomgate/data", "DATA_DIR")).toThrow(/DATA_DIR: .*ENOENT/);
});
