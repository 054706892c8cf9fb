import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createFolder } from "@boomgate/platform/config";

/** Two embedded runs in one folder would count each other's stays. */
export class DataFolderInUseError extends Error {
  constructor(folder: string, pid: number) {
    super(
      `process ${pid} already keeps its stays in ${resolve(folder)}; choose another --data-dir`,
    );
    this.name = "DataFolderInUseError";
  }
}

/**
 * Makes the folder if it is missing, and claims it for this process.
 * @returns releases the folder
 * @throws {ConfigError} when the folder cannot be made
 * @throws {DataFolderInUseError} while the process that claimed it is alive
 */
export function claimDataFolder(folder: string): () => void {
  createFolder(folder, "SUMMARY_DATA_DIR");
  const file = join(folder, "embedded.pid");
  const owner = readOwner(file);
  if (owner !== undefined && owner !== process.pid && isAlive(owner)) {
    throw new DataFolderInUseError(folder, owner);
  }
  writeFileSync(file, `${process.pid}\n`);
  return () => rmSync(file, { force: true });
}

function readOwner(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
