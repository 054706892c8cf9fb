import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs where the server runs: its node name and cookie are in its environment. */
export async function rabbitmqctl(serverPid: number, ...words: readonly string[]): Promise<void> {
  const pairs = readFileSync(`/proc/${serverPid}/environ`, "utf8").split("\0");
  const env = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  ) as NodeJS.ProcessEnv;
  await run("/usr/lib/rabbitmq/bin/rabbitmqctl", [...words], { env });
}
