import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { brokerFaults } from "./broker-faults.js";
import { clockFaults } from "./clock-faults.js";
import { documentFaults } from "./document-faults.js";
import type { Fault } from "./fault.js";
import { isRefused, type SinkMood } from "./faulty-sink.js";
import { machineFaults } from "./machine-faults.js";
import { messageFaults } from "./message-faults.js";
import { repeatedly, redeliveries, saidByBackends, type Scene, settledEvents } from "./scene.js";
import { storeLosses } from "./store-losses.js";

const sinkMood = (mood: SinkMood): Fault => ({
  name: `sink ${mood}`,
  async strike({ sink, outageMs }) {
    sink.mood = mood;
    await sleep(outageMs);
    sink.mood = "kind";
    return { how: "POSTs spoiled", times: sink.spoiled };
  },
});

async function replaceBackend(scene: Scene, index: number, end: "kill" | "stop"): Promise<void> {
  await scene.backends[index]?.[end]();
  scene.backends[index] = await scene.startBackend();
}

export const FAULTS: readonly Fault[] = [
  {
    name: "none",
    strike: async ({ backends }) => ({ how: "backends at work", times: backends.length }),
  },
  {
    name: "kill -9 of backends",
    async strike(scene) {
      await repeatedly(6, 500, (turn) => replaceBackend(scene, turn % 2, "kill"));
      return { how: "backends killed", times: 6 };
    },
  },
  {
    name: "a backend frozen and thawed",
    async strike(scene) {
      const [frozen] = scene.backends;
      const before = await settledEvents(scene, 1);
      frozen?.signal("SIGSTOP");
      await sleep(scene.outageMs);
      const after = await settledEvents(scene, 1);
      frozen?.signal("SIGCONT");
      return { how: "events taken by the other", times: after - before };
    },
  },
  {
    name: "rolling restart of three replicas by SIGTERM",
    async strike(scene) {
      scene.backends.push(await scene.startBackend());
      await repeatedly(6, 300, (turn) => replaceBackend(scene, turn % 3, "stop"));
      const again = await redeliveries(scene);
      return { how: `backends restarted, ${again} redeliveries`, times: 6 };
    },
  },
  {
    name: "kill -9 of RabbitMQ",
    async strike(scene) {
      await scene.services.rabbitmq.kill("SIGKILL");
      await sleep(1_000);
      await scene.services.rabbitmq.restart();
      return {
        how: "connections lost",
        times: saidByBackends(scene, "the broker is away, trying again"),
      };
    },
  },
  {
    name: "kill -9 of Redis, appendfsync always",
    async strike(scene) {
      await scene.services.redis.kill("SIGKILL");
      await sleep(1_000);
      await scene.services.redis.restart();
      return { how: "Redis missed", times: saidByBackends(scene, "redis is away") };
    },
  },
  {
    name: "kill -9 of the summary API",
    async strike(scene) {
      await scene.api.kill();
      await sleep(1_000);
      scene.api = await scene.startApi();
      return {
        how: "events held",
        times: saidByBackends(scene, "dependency is away, events wait for it"),
      };
    },
  },
  {
    name: "kill -9 of PostgreSQL",
    async strike(scene) {
      await scene.services.postgres.kill("SIGKILL");
      await sleep(1_000);
      await scene.services.postgres.restart();
      return {
        how: "events held",
        times: saidByBackends(scene, "dependency is away, events wait for it"),
      };
    },
  },
  {
    name: "connections to RabbitMQ cut",
    async strike(scene) {
      await repeatedly(6, 500, () => scene.proxies.amqp.cut());
      return {
        how: "connections lost",
        times: saidByBackends(scene, "the broker is away, trying again"),
      };
    },
  },
  {
    name: "connections to RabbitMQ stalled",
    async strike(scene) {
      scene.proxies.amqp.stall();
      await sleep(scene.outageMs);
      scene.proxies.amqp.cut();
      scene.proxies.amqp.flow();
      await sleep(500);
      return {
        how: "connections lost",
        times: saidByBackends(scene, "the broker is away, trying again"),
      };
    },
  },
  {
    name: "connections to Redis cut and stalled",
    async strike(scene) {
      await repeatedly(4, 300, () => scene.proxies.redis.cut());
      scene.proxies.redis.stall();
      await sleep(scene.outageMs);
      scene.proxies.redis.cut();
      scene.proxies.redis.flow();
      return { how: "Redis missed", times: saidByBackends(scene, "redis is away") };
    },
  },
  {
    name: "Redis away",
    async strike(scene) {
      scene.proxies.redis.refuse();
      await sleep(scene.outageMs);
      scene.proxies.redis.accept();
      return { how: "Redis missed", times: saidByBackends(scene, "redis is away") };
    },
  },
  {
    name: "CLIENT KILL of all connections to Redis",
    async strike(scene) {
      const admin = createClient({ url: scene.stage.redisUrl });
      await admin.connect();
      await repeatedly(5, 400, async () => {
        await admin.sendCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
      });
      admin.destroy();
      return { how: "Redis missed", times: saidByBackends(scene, "redis is away") };
    },
  },
  {
    name: "Redis out of memory",
    async strike(scene) {
      const admin = createClient({ url: scene.stage.redisUrl });
      await admin.connect();
      await admin.configSet("maxmemory", "1");
      await sleep(scene.outageMs);
      await admin.configSet("maxmemory", "0");
      admin.destroy();
      return {
        how: "events held",
        times: saidByBackends(scene, "dependency is away, events wait for it"),
      };
    },
  },
  ...brokerFaults,
  ...storeLosses,
  ...documentFaults,
  ...messageFaults,
  ...machineFaults,
  ...clockFaults,
  sinkMood("unavailable"),
  sinkMood("busy"),
  sinkMood("forgets to answer"),
  {
    name: "sink answers drop by drop",
    async strike(scene) {
      scene.sink.mood = "answers drop by drop";
      await sleep(scene.outageMs);
      // Before it is kind again: whoever waits for its last drop has not noticed.
      const times = saidByBackends(scene, "dependency is away, events wait for it");
      scene.sink.mood = "kind";
      return { how: `times given up, ${scene.sink.spoiled} POSTs spoiled`, times };
    },
  },
  sinkMood("refuses arrays"),
  {
    name: "sink refuses some stays",
    refuses: isRefused,
    async strike({ sink, outageMs }) {
      await sleep(outageMs);
      return { how: "POSTs spoiled", times: sink.spoiled };
    },
  },
  {
    name: "a storm of them at once",
    async strike(scene) {
      const moods: readonly SinkMood[] = ["unavailable", "forgets to answer", "busy", "kind"];
      await Promise.all([
        repeatedly(4, 800, (turn) => replaceBackend(scene, turn % 2, "kill")),
        repeatedly(10, 300, () => scene.proxies.amqp.cut()),
        repeatedly(8, 400, () => scene.proxies.redis.cut()),
        repeatedly(8, 400, (turn) => {
          scene.sink.mood = moods[turn % moods.length] as SinkMood;
        }),
      ]);
      scene.sink.mood = "kind";
      const lost = saidByBackends(scene, "the broker is away, trying again");
      const missed = saidByBackends(scene, "redis is away");
      return { how: "blows felt", times: Math.min(lost, missed, scene.sink.spoiled) };
    },
  },
];
