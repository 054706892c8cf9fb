import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { createClient } from "redis";
import type { AlertFault } from "./alert-fault.js";
import { ask } from "./alert-watch.js";

const BACKENDS = 2;
/** The alert expects a replica only after it has been running for some time. */
const SECONDS_BEFORE = 45;
const SECONDS_WITH_BOTH = `count_over_time((parking:instances:count{job="backend"} == ${BACKENDS})[4m:1s])`;

export const serviceFaults = {
  redisAway: {
    name: "Redis is killed",
    during: ["HeldByDependency"],
    after: ["ProcessingBudgetBurnsFast", "ProcessingBudgetBurnsSlow"],
    async inject({ services: { redis } }) {
      await redis.kill();
      return () => redis.restart();
    },
  },
  redisEmptied: {
    name: "Redis is emptied, then rebuilt",
    during: ["StoreLost"],
    async inject({ environment, processes }) {
      const admin = createClient({ url: environment.redisUrl });
      await admin.connect();
      await admin.flushAll();
      admin.destroy();
      return () => processes.runRebuild();
    },
  },
  databaseAway: {
    name: "PostgreSQL is killed",
    during: ["StaysNotCommitted"],
    // Long enough for many stays to wait for more than 5 s. Redis stays up, as the exit generator reads its cars there.
    leastMs: 15_000,
    after: ["CommitBudgetBurnsFast", "CommitBudgetBurnsSlow"],
    async inject({ services: { postgres } }) {
      await postgres.kill();
      return () => postgres.restart();
    },
  },
  rollupsLocked: {
    name: "a transaction locks the table of rollups",
    during: ["RollupsBehind"],
    async inject({ environment }) {
      const client = new Client({ connectionString: environment.databaseUrl });
      client.on("error", () => undefined); // the server may be killed meanwhile
      await client.connect();
      await client.query("begin");
      await client.query("lock table rollups in access exclusive mode");
      return () => client.end();
    },
  },
  exitGeneratorGone: {
    name: "the exit generator is scaled to zero",
    during: ["ServiceMissing"],
    async inject({ running, start, updateTargets }) {
      await Promise.all(running("exit-generator").map((generator) => generator.stop()));
      updateTargets();
      return async () => void (await start("exit-generator"));
    },
  },
  oneBackendGone: {
    name: "one of two backends is stopped and removed from the DNS",
    during: ["ReplicaMissing"],
    async inject({ running, start, updateTargets, prometheusUrl }) {
      while (((await ask(prometheusUrl, SECONDS_WITH_BOTH)) ?? 0) < SECONDS_BEFORE)
        await sleep(500);
      await running("backend").at(-1)?.stop();
      updateTargets();
      return async () => void (await start("backend"));
    },
  },
  backendsKilled: {
    name: "both backends are killed",
    during: [
      "TargetDown",
      "NoConsumer",
      "NothingProcessed",
      "BacklogGrowing",
      "BacklogDrainsSlowly",
    ],
    async inject({ running, start }) {
      await Promise.all(running("backend").map((backend) => backend.kill()));
      return async () => {
        for (let count = 0; count < BACKENDS; count += 1) await start("backend");
      };
    },
  },
} satisfies Readonly<Record<string, AlertFault>>;
