import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./fault.js";
import { loggedByBackends } from "./fault-target.js";

const AHEAD_MS = 400;

/** Options of node that set its clock ahead. */
const clockAhead = [
  "--import",
  `data:text/javascript,const now=Date.now;Date.now=()=>now()+${AHEAD_MS};`,
];

const DISK_MEGABYTES = 16;
let ballast = "";

/** Faults of the machines on which the services run. */
export const machineFaults: readonly Fault[] = [
  {
    name: "clocks of two backends 400 ms apart",
    async inject(target) {
      await target.backends[0]?.stop();
      const ahead = await target.startBackend({ nodeOptions: clockAhead });
      target.backends[0] = ahead;
      const { time } = ahead.logged("consuming")[0] ?? {};
      const apartMs = Date.parse(String(time)) - Date.now();
      await sleep(target.outageMs);
      return { what: "ms ahead by its own log, at least", times: Math.max(0, apartMs) };
    },
  },
  {
    name: "full disk of SQLite",
    needsRoot: true,
    /** A small disk of its own, so that the machine's disk does not get full. */
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
    async inject(target) {
      fill(ballast);
      await sleep(target.outageMs);
      rmSync(ballast);
      return {
        what: "events held",
        times: loggedByBackends(target, "dependency is away, events wait for it"),
      };
    },
  },
];

/** Writes until the disk is full. */
function fill(path: string): void {
  const block = Buffer.alloc(65_536);
  try {
    for (;;) writeFileSync(path, block, { flag: "a" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}
