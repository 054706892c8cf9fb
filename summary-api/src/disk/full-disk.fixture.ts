import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";

export interface SmallDisk {
  readonly folder: string;
  /** Kilobytes. */
  resize(size: number): void;
  unmount(): void;
}

/** A small file system in memory. @throws where this user may not mount */
export function aSmallDisk(size: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-disk-"));
  const mount = (...options: readonly string[]) =>
    execFileSync("mount", [...options, folder], { stdio: "pipe" });
  mount("-t", "tmpfs", "-o", `size=${size}k,mode=1777`, "tmpfs");
  return {
    folder,
    resize: (wanted) => void mount("-o", `remount,size=${wanted}k`),
    unmount() {
      execFileSync("umount", ["--lazy", folder], { stdio: "pipe" });
      rmdirSync(folder);
    },
  };
}

const canMount = (() => {
  try {
    aSmallDisk(64).unmount();
    return true;
  } catch {
    return false;
  }
})();

/** A `describe` that fills a small disk; skipped, with the reason in its name, where none can be mounted. */
export function describeWithSmallDisk(title: string, body: () => void): void {
  if (canMount) describe(title, body);
  else describe.skip(`${title} [skipped: missing root, who may mount]`, body);
}
