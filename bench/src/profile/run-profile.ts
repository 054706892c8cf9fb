import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.js";
import { ONE_BACKEND } from "../rows.js";
import { type Measured, runThroughput } from "../throughput/run-throughput.js";
import { type CpuProfile, whereTimeWent, type WhereTimeWent } from "./cpu-profile.js";

export interface Profile extends WhereTimeWent {
  readonly measured: Measured;
}

/**
 * One backend at full load with matching exits, sampled each millisecond.
 * @param keepIn - folder for the .cpuprofile, which the browser's developer tools can open
 */
export async function runProfile(
  { services, queueType, signal }: Omit<Bench, "rows">,
  events: number,
  keepIn: string | undefined,
): Promise<Profile> {
  const folder = mkdtempSync(join(keepIn ?? tmpdir(), "boomgate-profile-"));
  try {
    const work = { events, matching: 100, queueType, profile: folder };
    const measured = await runThroughput(ONE_BACKEND, services, work, signal);
    const files = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
    const [text] = files.map((name) => readFileSync(join(folder, name), "utf8"));
    if (text === undefined) throw new Error("the backend wrote no profile");
    return { measured, ...whereTimeWent(JSON.parse(text) as CpuProfile) };
  } finally {
    if (keepIn === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
