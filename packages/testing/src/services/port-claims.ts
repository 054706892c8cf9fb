import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** A file for each claimed port, with the pid of the process that claimed it. */
const folder = join(tmpdir(), `boomgate-ports-${userInfo().uid}`);
const ours = new Set<string>();

export const claimFileOf = (port: number): string => join(folder, String(port));

/**
 * Claims a port among all processes of this user, until this process ends.
 * @returns false when it was claimed before; the claim of a process that was killed is removed for the next call
 */
export function claimPort(port: number): boolean {
  const file = claimFileOf(port);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (!isRunning(pidIn(file))) rmSync(file, { force: true });
    return false;
  }
  if (ours.size === 0) process.once("exit", removeOurs);
  ours.add(file);
  return true;
}

function removeOurs(): void {
  for (const file of ours) rmSync(file, { force: true });
}

/** @returns `undefined` while the other process has not written it yet, or has just removed its claim */
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
