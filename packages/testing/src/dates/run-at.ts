import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Moment } from "./moments.js";
import { readReport, type Verdict } from "./verdict.js";

/** What a process sees; time limits keep to the monotonic clock, which goes on as ever. */
const envAt = ({ zone }: Moment) => ({
  ...process.env,
  TZ: zone,
  FAKETIME_DONT_FAKE_MONOTONIC: "1",
});

const commandAt = ({ at }: Moment, words: readonly string[]) => ["-f", `@${at}`, ...words];

/**
 * Runs the unit tests with a date and a zone that are not the machine's.
 * @throws {Error} when the date could not be set
 */
export async function runAt(moment: Moment, words: readonly string[]): Promise<Verdict> {
  refuseAnotherDate(moment);
  const folder = mkdtempSync(join(tmpdir(), "boomgate-dates-"));
  const report = join(folder, "report.json");
  try {
    // Never twice: what fails at midnight passes a minute later.
    const tests = ["npx", "vitest", "run", "--project", "unit", ...words];
    const reporters = ["--reporter=json", `--outputFile=${report}`];
    const child = spawn("faketime", commandAt(moment, [...tests, ...reporters]), {
      env: envAt(moment),
      stdio: ["ignore", "ignore", "inherit"],
    });
    const [code] = (await once(child, "close")) as [number | null];
    return readReport(readIfThere(report), code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function refuseAnotherDate(moment: Moment): void {
  const tell =
    "const d = new Date(); console.log(d.toLocaleString('sv', { timeZone: process.env.TZ }))";
  const words = commandAt(moment, [process.execPath, "--eval", tell]);
  const { stdout, error } = spawnSync("faketime", words, { env: envAt(moment), encoding: "utf8" });
  if (error)
    throw new Error(`faketime cannot be run (${error.message}): install Debian's faketime`);
  if (stdout.slice(0, 16) === moment.at.slice(0, 16)) return;
  throw new Error(
    `faketime does not set the date: asked for ${moment.at}, it was ${stdout.trim()}`,
  );
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
