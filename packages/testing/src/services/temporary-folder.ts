import { chownSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** @param owner - who may enter it; default: our user */
export function temporaryFolder(name: string, owner?: Owner): string {
  const folder = mkdtempSync(join(tmpdir(), `boomgate-${name}-`));
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  return folder;
}
