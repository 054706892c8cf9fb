import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ConfigError } from "./config-error.js";

/**
 * Creates the folder a setting names, with those above it. Node's own recursive `mkdir` never returns
 * where a file system says that a folder is missing which is there, as below /proc.
 * @throws {ConfigError} when the folder is not there and cannot be made
 */
export function createFolder(path: string, setting: string): void {
  try {
    create(resolve(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError([`${setting}: the folder ${path} cannot be made (${code})`]);
  }
}

function create(folder: string): void {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) create(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!isFolder(folder)) throw error; // else another process was faster
  }
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
