import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./fault.js";
import { saidByBackends } from "./scene.js";

const AHEAD_MS = 400;

/** For node: its clock runs ahead. */
const clockAhead = [
  "--import",
  `data:text/javascript,const now=Date.now;Date.now=()=>now()+${AHEAD_MS};`,
];

const DISK_MEGABYTES = 16;
let ballast = "";

/** What the machines do, on which the services run. */
export const machineFaults: readonly Fault[] = [
  {
    name: "clocks of two backends 400 ms apart",
    async strike(scene) {
      await scene.backends[0]?.stop();
      const ahead = await scene.startBackend({ nodeOptions: clockAhead });
      scene.backends[0] = ahead;
      const { time } = ahead.logged("consuming")[0] ?? {};
      const apartMs = Date.parse(String(time)) - Date.now();
      await sleep(scene.outageMs);
      return { how: "ms ahead by its own log, at least", times: Math.max(0, apartMs) };
    },
  },
  {
    name: "full disk of SQLite",
    needsRoot: true,
    /** A disk of its own, so that nobody else's is full. */
    async prepare(folder) {
      const disk = join(folder, "disk");
      mkdirSync(disk);
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MEGABYTES}m`, "tmpfs", disk]);
      ballast = join(disk, "ballast");
      return {
        apiEnv: { DATABASE_URL: undefined, SUMMARY_DATA_DIR: disk },
        undo: async () => void execFileSync("umount", ["--lazy", disk]),
      };
    },
    async strike(scene) {
      fill(ballast);
      await sleep(scene.outageMs);
      rmSync(ballast);
      return {
        how: "events held",
        times: saidByBackends(scene, "dependency is away, events wait for it"),
      };
    },
  },
];

/** Until nothing more goes in. */
function fill(path: string): void {
  const block = Buffer.alloc(65_536);
  try {
    for (;;) writeFileSync(path, block, { flag: "a" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
