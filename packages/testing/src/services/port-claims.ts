import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** A file for each claimed port, with the pid of the process that claimed it. */
const folder = join(tmpdir(), `boomgate-ports-${userInfo().uid}`);
let isPrepared = false;

export const claimFileOf = (port: number): string => join(folder, String(port));

/** Claims a port among all processes of this user, until this process ends. False: it was claimed before. */
export function claimPort(port: number): boolean {
  if (!isPrepared) {
    mkdirSync(folder, { recursive: true });
    removeStaleClaims();
    isPrepared = true;
  }
  try {
    writeFileSync(claimFileOf(port), String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Removes the claims of processes that do not run any more. */
export function removeStaleClaims(): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (!isRunning(pidIn(file))) rmSync(file, { force: true });
  }
}

/** @returns `undefined` while the other process has not written it yet, or when it is gone */
function pidIn(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
