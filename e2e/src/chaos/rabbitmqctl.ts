import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs `rabbitmqctl` with the environment of the server, which holds its node name and cookie. */
export async function rabbitmqctl(serverPid: number, ...args: readonly string[]): Promise<void> {
  const pairs = readFileSync(`/proc/${serverPid}/environ`, "utf8").split("\0");
  const env = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  ) as NodeJS.ProcessEnv;
  await run("/usr/lib/rabbitmq/bin/rabbitmqctl", [...args], { env });
}
