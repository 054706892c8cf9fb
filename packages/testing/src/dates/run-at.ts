import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Moment, titleOf } from "./moments.js";
import { readReport, type Verdict } from "./verdict.js";

/** Environment of faketime; the monotonic clock is left alone, so time limits work as usual. */
const envAt = ({ zone }: Moment) => ({
  ...process.env,
  TZ: zone,
  FAKETIME_DONT_FAKE_MONOTONIC: "1",
});

/** As a distance from now, which is the same for all processes: with a date, the clock of each would begin at that date. */
function commandAt({ at }: Moment, words: readonly string[]): readonly string[] {
  const seconds = Math.round((Date.parse(at) - Date.now()) / 1_000);
  return ["-f", `${seconds < 0 ? "" : "+"}${seconds}s`, ...words];
}

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
  const ask = `JSON.stringify([Date.now(), new Date("${moment.at}").toLocaleString("sv")])`;
  const words = commandAt(moment, [process.execPath, "--print", ask]);
  const { stdout, error } = spawnSync("faketime", words, { env: envAt(moment), encoding: "utf8" });
  if (error) throw new Error(`faketime is needed, a package of Debian: ${error.message}`);
  const [nowMs, local] = JSON.parse(stdout) as [number, string];
  const isThen = Math.abs(nowMs - Date.parse(moment.at)) < 60_000;
  if (isThen && titleOf(moment).startsWith(local)) return;
  throw new Error(`faketime does not set the date: ${titleOf(moment)} was ${stdout.trim()}`);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
