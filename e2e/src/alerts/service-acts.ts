import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { createClient } from "redis";
import type { Act } from "./act.js";
import { ask } from "./alert-watch.js";

const BACKENDS = 2;
const LOOKS_BEFORE = 45;
const BOTH_SEEN = `count_over_time((parking:instances:count{job="backend"} == ${BACKENDS})[4m:1s])`;

export const serviceActs = {
  redisAway: {
    fault: "Redis is killed",
    during: ["HeldByDependency"],
    after: ["ProcessingBudgetBurnsFast", "ProcessingBudgetBurnsSlow"],
    async strike({ services: { redis } }) {
      await redis.kill();
      return () => redis.restart();
    },
  },
  redisEmptied: {
    fault: "Redis is emptied, then rebuilt",
    during: ["StoreLost"],
    async strike({ stage, cast }) {
      const admin = createClient({ url: stage.redisUrl });
      await admin.connect();
      await admin.flushAll();
      admin.destroy();
      return () => cast.runRebuild();
    },
  },
  databaseAway: {
    fault: "PostgreSQL is killed",
    during: ["StaysNotCommitted"],
    // Many stays wait for longer than 5 s; without Redis the exit generator would know no car to let out.
    leastMs: 15_000,
    after: ["CommitBudgetBurnsFast", "CommitBudgetBurnsSlow"],
    async strike({ services: { postgres } }) {
      await postgres.kill();
      return () => postgres.restart();
    },
  },
  rollupsLocked: {
    fault: "a transaction locks the table of rollups",
    during: ["RollupsBehind"],
    async strike({ stage }) {
      const client = new Client({ connectionString: stage.databaseUrl });
      client.on("error", () => undefined); // the server may be killed meanwhile
      await client.connect();
      await client.query("begin");
      await client.query("lock table rollups in access exclusive mode");
      return () => client.end();
    },
  },
  exitGeneratorGone: {
    fault: "the exit generator is scaled to zero",
    during: ["ServiceMissing"],
    async strike({ running, start, announce }) {
      await Promise.all(running("exit-generator").map((generator) => generator.stop()));
      announce();
      return async () => void (await start("exit-generator"));
    },
  },
  oneBackendGone: {
    fault: "one of two backends is stopped, and gone from the DNS",
    during: ["ReplicaMissing"],
    async strike({ running, start, announce, prometheusUrl }) {
      // A replica that was there for a moment only is not missed.
      while (((await ask(prometheusUrl, BOTH_SEEN)) ?? 0) < LOOKS_BEFORE) await sleep(500);
      await running("backend").at(-1)?.stop();
      announce();
      return async () => void (await start("backend"));
    },
  },
  backendsKilled: {
    fault: "both backends are killed",
    during: [
      "TargetDown",
      "NoConsumer",
      "NothingProcessed",
      "BacklogGrowing",
      "BacklogDrainsSlowly",
    ],
    async strike({ running, start }) {
      await Promise.all(running("backend").map((backend) => backend.kill()));
      return async () => {
        for (let count = 0; count < BACKENDS; count += 1) await start("backend");
      };
    },
  },
} satisfies Readonly<Record<string, Act>>;
