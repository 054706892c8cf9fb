import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import type { Fault } from "./fault.js";
import { untilSo } from "./scene.js";

const HOURS_APART = 5;
const JUMP_MINUTES = 20;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** What Debian's `faketime` gives to a program; the clock that counts time limits goes on as ever. */
function fakeClock(offset: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const library = readdirSync("/usr/lib")
    .map((folder) => join("/usr/lib", folder, "faketime", "libfaketimeMT.so.1"))
    .find((file) => existsSync(file));
  if (library === undefined) throw new Error("faketime is installed without its library");
  return {
    // The allocator of Redis asks for the time before the library is ready to tell it; that of libc does not.
    LD_PRELOAD: `${library}:libc.so.6`,
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    ...offset,
  };
}

/** Where the library looks each second by how much the clock of a Redis is wrong. */
const clockFile = (folder: string) => join(folder, "clock");
const setClock = (folder: string, offset: string) => writeFileSync(clockFile(folder), offset);

const open = (url: string) => createClient({ url });

async function aheadMs(redis: Pick<ReturnType<typeof open>, "sendCommand">): Promise<number> {
  const [seconds] = (await redis.sendCommand(["TIME"])) as unknown as readonly string[];
  return Number(seconds) * 1_000 - Date.now();
}

/** Clocks that are wrong by far, or jump: of one process each, by Debian's `faketime`. */
export const clockFaults: readonly Fault[] = [
  {
    name: "clocks of two backends hours ahead and behind",
    needsProgram: "faketime",
    async strike(scene) {
      const offsets = [HOURS_APART, -HOURS_APART];
      const apart: number[] = [];
      for (const [index, hours] of offsets.entries()) {
        await scene.backends[index]?.stop();
        const sign = hours > 0 ? "+" : "";
        const env = fakeClock({ FAKETIME: `${sign}${hours}h` });
        const backend = await scene.startBackend({ env });
        scene.backends[index] = backend;
        const { time } = backend.logged("consuming")[0] ?? {};
        apart.push(Math.abs(Date.parse(String(time)) - Date.now()) / HOUR_MS);
      }
      await sleep(scene.outageMs);
      return {
        how: "hours off by their own logs, at least",
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
    async strike({ stage, services, outageMs }) {
      const { folder } = services.redis;
      const redis = open(stage.redisUrl);
      await redis.connect();
      setClock(folder, `+${JUMP_MINUTES}m`);
      await untilSo(async () => (await aheadMs(redis)) > MINUTE_MS);
      const minutes = Math.round((await aheadMs(redis)) / MINUTE_MS);
      await sleep(outageMs);
      setClock(folder, "+0");
      await untilSo(async () => (await aheadMs(redis)) < MINUTE_MS);
      redis.destroy();
      return { how: "minutes ahead, by its own word", times: minutes };
    },
  },
];
