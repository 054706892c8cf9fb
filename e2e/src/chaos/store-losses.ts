import { readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { StartedService } from "@boomgate/testing";
import { createClient } from "redis";
import type { Fault } from "./fault.js";
import type { Scene } from "./scene.js";

/** Loses what Redis had acknowledged; the backends must stop, and a rebuild must bring all of it back. */
const loss = (name: string, lose: (scene: Scene) => Promise<void>): Fault => ({
  name,
  async strike(scene) {
    await lose(scene);
    // Events come in all the time: the next one finds out.
    await sleep(scene.outageMs);
    const times = await backendsThatWait(scene);
    await scene.cast.runRebuild();
    return { how: "backends that stopped", times };
  },
});

export const storeLosses: readonly Fault[] = [
  loss("Redis emptied", async ({ stage }) => {
    const admin = createClient({ url: stage.redisUrl });
    await admin.connect();
    await admin.flushAll();
    admin.destroy();
  }),
  loss("power cut of Redis, appendfsync everysec", async ({ services: { redis } }) => {
    const before = appendOnlyFile(redis).bytes;
    await sleep(1_000);
    await redis.kill("SIGKILL");
    // What was not synced in the last second is gone with the power.
    truncateSync(appendOnlyFile(redis).path, before);
    await redis.restart();
  }),
  {
    name: "power cut of Redis while no backend runs",
    async strike(scene) {
      await Promise.all(scene.backends.map((backend) => backend.stop()));
      const { redis } = scene.services;
      await redis.kill("SIGKILL");
      truncateSync(appendOnlyFile(redis).path, 0);
      await redis.restart();
      scene.backends = await Promise.all(
        [1, 2].map(() => scene.startBackend({ awaitReady: false })),
      );
      await sleep(scene.outageMs);
      const times = await backendsThatWait(scene);
      await scene.cast.runRebuild();
      return { how: "backends that stopped", times };
    },
  },
];

/** As their metrics say, which whoever watches them sees. */
async function backendsThatWait({ backends }: Scene): Promise<number> {
  const answers = await Promise.all(
    backends.map(async ({ metricsUrl }) => (await fetch(`${metricsUrl}/metrics`)).text()),
  );
  return answers.filter((text) => /^parking_store_lost(\{.*\})? 1$/m.test(text)).length;
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
