import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import type { Fault } from "./fault.js";
import { waitUntil } from "./fault-target.js";

const HOURS_APART = 5;
const JUMP_MINUTES = 20;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Environment of a program under Debian's `faketime`: the wall clock is changed, the monotonic clock is not. */
function fakeClock(offset: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const library = readdirSync("/usr/lib")
    .map((folder) => join("/usr/lib", folder, "faketime", "libfaketimeMT.so.1"))
    .find((file) => existsSync(file));
  if (library === undefined) throw new Error("faketime is installed without its library");
  return {
    // jemalloc of Redis reads the clock before the library is initialised; the allocator of libc does not.
    LD_PRELOAD: `${library}:libc.so.6`,
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    ...offset,
  };
}

/** The library reads the offset of Redis' clock from this file each second. */
const clockFile = (folder: string) => join(folder, "clock");
const setClock = (folder: string, offset: string) => writeFileSync(clockFile(folder), offset);

const open = (url: string) => createClient({ url });

/** How far Redis' clock is ahead. */
async function aheadMs(redis: Pick<ReturnType<typeof open>, "sendCommand">): Promise<number> {
  const [seconds] = (await redis.sendCommand(["TIME"])) as unknown as readonly string[];
  return Number(seconds) * 1_000 - Date.now();
}

/** Wrong and jumping clocks of single processes, by Debian's `faketime`. */
export const clockFaults: readonly Fault[] = [
  {
    name: "clocks of two backends hours ahead and behind",
    needsProgram: "faketime",
    async inject(target) {
      const offsets = [HOURS_APART, -HOURS_APART];
      const apart: number[] = [];
      for (const [index, hours] of offsets.entries()) {
        await target.backends[index]?.stop();
        const sign = hours > 0 ? "+" : "";
        const env = fakeClock({ FAKETIME: `${sign}${hours}h` });
        const backend = await target.startBackend({ env });
        target.backends[index] = backend;
        const { time } = backend.logged("consuming")[0] ?? {};
        apart.push(Math.abs(Date.parse(String(time)) - Date.now()) / HOUR_MS);
      }
      await sleep(target.outageMs);
      return {
        what: "hours off by their own logs, at least",
        times: Math.round(Math.min(...apart)),
      };
    },
  },
  {
    name: "Redis' clock jumps ahead and back",
    needsProgram: "faketime",
    redisEnv(folder) {
      setClock(folder, "+0");
      return fakeClock({
        FAKETIME_TIMESTAMP_FILE: clockFile(folder),
        FAKETIME_CACHE_DURATION: "1",
      });
    },
    async inject({ environment, services, outageMs }) {
      const { folder } = services.redis;
      const redis = open(environment.redisUrl);
      await redis.connect();
      setClock(folder, `+${JUMP_MINUTES}m`);
      await waitUntil(async () => (await aheadMs(redis)) > MINUTE_MS);
      const minutes = Math.round((await aheadMs(redis)) / MINUTE_MS);
      await sleep(outageMs);
      setClock(folder, "+0");
      await waitUntil(async () => (await aheadMs(redis)) < MINUTE_MS);
      redis.destroy();
      return { what: "minutes ahead by its own clock", times: minutes };
    },
  },
];
