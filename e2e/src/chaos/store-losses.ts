import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { StartedService } from "@boomgate/testing";
import { createClient } from "redis";
import { readSamples, sumOf } from "../read-samples.js";
import type { Fault } from "./fault.js";
import { type FaultTarget, waitUntil } from "./fault-target.js";

/** Redis loses data that it had acknowledged: the backends must stop, and a rebuild must restore all of it. */
const loss = (name: string, lose: (target: FaultTarget) => Promise<void>): Fault => ({
  name,
  async inject(target) {
    await lose(target);
    // A backend notices the loss at its next event.
    await sleep(target.outageMs);
    const times = await stoppedBackends(target);
    await target.processes.runRebuild();
    return { what: "backends that stopped", times };
  },
});

export const storeLosses: readonly Fault[] = [
  loss("Redis emptied", async ({ environment }) => {
    const admin = createClient({ url: environment.redisUrl });
    await admin.connect();
    await admin.flushAll();
    admin.destroy();
  }),
  loss("power cut of Redis, appendfsync everysec", async ({ services: { redis } }) => {
    const before = appendOnlyFile(redis).bytes;
    await sleep(1_000);
    await redis.kill("SIGKILL");
    // Removes the writes of the last second, which were not synced.
    truncateSync(appendOnlyFile(redis).path, before);
    await redis.restart();
  }),
  {
    name: "power cut of Redis while no backend runs",
    async inject(target) {
      await Promise.all(target.backends.map((backend) => backend.stop()));
      const { redis } = target.services;
      await redis.kill("SIGKILL");
      truncateSync(appendOnlyFile(redis).path, 0);
      await redis.restart();
      target.backends = await Promise.all(
        [1, 2].map(() => target.startBackend({ awaitReady: false })),
      );
      await sleep(target.outageMs);
      // On a busy machine a backend takes longer than that to start.
      const stopped = () => stoppedBackends(target).catch(() => 0);
      await waitUntil(async () => (await stopped()) === target.backends.length);
      const times = await stopped();
      await target.processes.runRebuild();
      return { what: "backends that stopped", times };
    },
  },
];

/** Backends whose metric says that the store lost data. */
async function stoppedBackends({ backends }: FaultTarget): Promise<number> {
  const answers = await Promise.all(backends.map(({ metricsUrl }) => readSamples(metricsUrl)));
  return answers.filter((samples) => sumOf(samples, "parking_store_lost") === 1).length;
}

function appendOnlyFile({ folder }: StartedService): {
  readonly path: string;
  readonly bytes: number;
} {
  const name = readdirSync(join(folder, "appendonlydir")).find((file) =>
    file.endsWith(".incr.aof"),
  );
  if (name === undefined) throw new Error("Redis keeps no append-only file");
  const path = join(folder, "appendonlydir", name);
  return { path, bytes: statSync(path).size };
}
