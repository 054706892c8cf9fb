import { execFileSync } from "node:child_process";
import {
  closeSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Saved } from "../intake/intake.js";
import { aStay, idOf } from "../store/stays/stays.fixture.js";
import { SummaryLog } from "./summary-log.js";

let folder: string;
let path: string;
let warnings: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "boomgate-log-"));
  path = join(folder, "stays.csv");
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const aLog = (file = path) =>
  new SummaryLog(
    file,
    { warn: (fields: unknown) => void warnings.push(fields) },
    { watch: (_place, write) => write() },
  );
const saved = (...wanted: Parameters<typeof aStay>): Saved => ({
  stay: aStay(...wanted),
  outcome: "new",
});
const lines = () => readFileSync(path, "utf8").split("\r\n").slice(0, -1);

it("has one line for each committed revision, in their order, after what was there", async () => {
  const log = aLog();
  log.append([saved({ id: "a" })]);
  await log.close();
  const again = aLog();
  again.append([saved({ id: "b", status: "void", exitPlate: "READ" })]);
  again.append([saved({ id: "=c", revision: 2 })]);
  await again.close();
  expect(lines()).toEqual([
    "AB123CD,2026-11-20T08:00:30.500Z,2026-11-20T09:30:30.500Z,PT1H30M,closed," +
      `${idOf("a")},1,a,AB123CD`,
    `AB123CD,,2026-11-20T09:30:30.500Z,,void,${idOf("b")},1,b,READ`,
    "AB123CD,2026-11-20T08:00:30.500Z,2026-11-20T09:30:30.500Z,PT1H30M,closed," +
      `${idOf("=c")},2,'=c,AB123CD`,
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it("no longer contains an erased plate, and keeps all other lines, while lines are being added", async () => {
  const log = aLog();
  const some = (plate: string, count: number) =>
    Array.from({ length: count }, (_, index) => saved({ id: `${plate}${index}`, plate }));
  log.append([...some("AAA", 2_000), ...some("AAAB", 2_000), ...some("B", 1)]);
  const erased = log.erase("AAA");
  log.append(some("C", 3));
  expect(await erased).toBe(2_000);
  await log.close();
  expect(lines()).toHaveLength(2_004);
  expect(lines().some((line) => line.startsWith("AAA,"))).toBe(false);
  expect(await log.erase("AAA")).toBe(0);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it("no longer contains lines of exits that were first read as the erased plate", async () => {
  const log = aLog();
  log.append([
    saved({ id: "AAA", plate: "B" }),
    saved({ id: "b", plate: "B", exitPlate: "AAA" }),
    saved({ id: "x,AAA", plate: "B" }),
    saved({ id: "c", plate: "B", exitPlate: "AAAB" }),
  ]);
  expect(await log.erase("AAA")).toBe(1);
  await log.close();
  expect(lines().map((line) => line.split(",").at(-1))).toEqual(["B", "B", "AAAB"]);
});

it("erases a plate in the target of a link, and keeps the link", async () => {
  const link = join(folder, "link.csv");
  symlinkSync(path, link);
  const log = aLog(link);
  log.append([saved({ id: "a", plate: "AAA" }), saved({ id: "b", plate: "B" })]);
  expect(await log.erase("AAA")).toBe(1);
  await log.close();
  expect(lines().map((line) => line.slice(0, 2))).toEqual(["B,"]);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
});

it("keeps ids with characters that may count as line ends", async () => {
  const log = aLog();
  log.append([saved({ id: "a\u2028AAA,b", plate: "B" }), saved({ id: "c", plate: "AAA" })]);
  expect(await log.erase("AAA")).toBe(1);
  await log.close();
  expect(lines()).toEqual([expect.stringContaining(',"a\u2028AAA,b",B')]);
});

it("erases nothing from a pipe, and still writes to it", async () => {
  execFileSync("mkfifo", [path]);
  const reader = openSync(path, "r+");
  const log = aLog();
  log.append([saved({ plate: "AAA" })]);
  expect(await log.erase("AAA")).toBe(0);
  log.append([saved({ plate: "B" })]);
  await log.close();
  const read = Buffer.alloc(1_000);
  const text = read.subarray(0, readSync(reader, read)).toString();
  closeSync(reader);
  expect(text.split("\r\n").map((line) => line.slice(0, 2))).toEqual(["AA", "B,", ""]);
});

it("has nothing to erase where there is no file", async () => {
  expect(await aLog().erase("AAA")).toBe(0);
});

it("ends a line that a crash has cut off, so that the next begins on its own", async () => {
  writeFileSync(path, "AB123CD,2026-11-2");
  const log = aLog();
  log.append([saved({ id: "a" })]);
  await log.close();
  expect(lines()).toEqual(["AB123CD,2026-11-2", expect.stringMatching(/^AB123CD,.*,a,AB123CD$/)]);
});

it("logs how many lines it could not write, and writes later ones", async () => {
  const log = aLog(join(folder, "missing", "stays.csv"));
  log.append([saved(), saved()]);
  await log.close();
  expect(warnings).toMatchObject([{ lost: 2 }]);
});
