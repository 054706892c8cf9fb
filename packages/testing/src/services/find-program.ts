import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * @param path - as in the variable PATH
 * @returns the first executable of this name
 */
export function findProgram(program: string, path: string | undefined): string | undefined {
  return (path ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

/** Also where Debian puts servers, and users do not look. */
export function isInstalled(program: string, path: string | undefined): boolean {
  return [path, "/usr/local/sbin", "/usr/sbin", ...debianPostgresFolders()].some(
    (folders) => findProgram(program, folders) !== undefined,
  );
}

/** Debian keeps PostgreSQL's programs off the PATH, one folder per version; the newest comes first. */
export function debianPostgresFolders(root = "/usr/lib/postgresql"): string[] {
  return namesIn(root)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(root, version, "bin"));
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
