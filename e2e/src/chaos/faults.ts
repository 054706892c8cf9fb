import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { brokerFaults } from "./broker-faults.js";
import { clockFaults } from "./clock-faults.js";
import { documentFaults } from "./document-faults.js";
import type { Fault } from "./fault.js";
import { isRefused, type SinkMode } from "./faulty-sink.js";
import { gatewayFaults } from "./gateway-faults.js";
import { ledgerFaults } from "./ledger-faults.js";
import { machineFaults } from "./machine-faults.js";
import { messageFaults } from "./message-faults.js";
import {
  countedByBackends,
  type FaultTarget,
  loggedByBackends,
  repeatedly,
  settledEvents,
} from "./fault-target.js";
import { storeLosses } from "./store-losses.js";

const sinkMode = (mode: SinkMode): Fault => ({
  name: `sink ${mode}`,
  async inject({ sink, outageMs }) {
    sink.mode = mode;
    await sleep(outageMs);
    sink.mode = "normal";
    return { what: "POSTs without the sink's answer", times: sink.disturbed };
  },
});

async function replaceBackend(
  target: FaultTarget,
  index: number,
  end: "kill" | "stop",
): Promise<void> {
  await target.backends[index]?.[end]();
  target.backends[index] = await target.startBackend();
}

export const FAULTS: readonly Fault[] = [
  {
    name: "none",
    inject: async ({ backends }) => ({ what: "backends running", times: backends.length }),
  },
  {
    name: "kill -9 of backends",
    async inject(target) {
      await repeatedly(6, 500, (turn) => replaceBackend(target, turn % 2, "kill"));
      return { what: "backends killed", times: 6 };
    },
  },
  {
    name: "a backend frozen and thawed",
    async inject(target) {
      const [frozen] = target.backends;
      const before = await settledEvents(target, 1);
      frozen?.signal("SIGSTOP");
      await sleep(target.outageMs);
      const after = await settledEvents(target, 1);
      frozen?.signal("SIGCONT");
      return { what: "events processed by the other", times: after - before };
    },
  },
  {
    name: "rolling restart of three replicas by SIGTERM",
    async inject(target) {
      target.backends.push(await target.startBackend());
      await repeatedly(6, 300, (turn) => replaceBackend(target, turn % 3, "stop"));
      const redelivered = await countedByBackends(target, "parking_redeliveries_total");
      return { what: `backends restarted, ${redelivered} redeliveries`, times: 6 };
    },
  },
  {
    name: "kill -9 of RabbitMQ",
    async inject(target) {
      await target.services.rabbitmq.kill("SIGKILL");
      await sleep(1_000);
      await target.services.rabbitmq.restart();
      return {
        what: "connections lost",
        times: loggedByBackends(target, "the broker is away, trying again"),
      };
    },
  },
  {
    name: "kill -9 of Redis, appendfsync always",
    async inject(target) {
      await target.services.redis.kill("SIGKILL");
      await sleep(1_000);
      await target.services.redis.restart();
      return { what: "reconnects to Redis", times: loggedByBackends(target, "redis is away") };
    },
  },
  {
    name: "kill -9 of the summary API",
    async inject(target) {
      await target.api.kill();
      await sleep(1_000);
      target.api = await target.startApi();
      return {
        what: "events held",
        times: loggedByBackends(target, "dependency is away, events wait for it"),
      };
    },
  },
  {
    name: "kill -9 of PostgreSQL",
    async inject(target) {
      await target.services.postgres.kill("SIGKILL");
      await sleep(1_000);
      await target.services.postgres.restart();
      return {
        what: "events held",
        times: loggedByBackends(target, "dependency is away, events wait for it"),
      };
    },
  },
  {
    name: "connections to RabbitMQ cut",
    async inject(target) {
      await repeatedly(6, 500, () => target.proxies.amqp.cut());
      return {
        what: "connections lost",
        times: loggedByBackends(target, "the broker is away, trying again"),
      };
    },
  },
  {
    name: "connections to RabbitMQ stalled",
    async inject(target) {
      target.proxies.amqp.stall();
      await sleep(target.outageMs);
      target.proxies.amqp.cut();
      target.proxies.amqp.flow();
      await sleep(500);
      return {
        what: "connections lost",
        times: loggedByBackends(target, "the broker is away, trying again"),
      };
    },
  },
  {
    name: "connections to Redis cut and stalled",
    async inject(target) {
      await repeatedly(4, 300, () => target.proxies.redis.cut());
      target.proxies.redis.stall();
      await sleep(target.outageMs);
      target.proxies.redis.cut();
      target.proxies.redis.flow();
      return { what: "reconnects to Redis", times: loggedByBackends(target, "redis is away") };
    },
  },
  {
    name: "Redis away",
    async inject(target) {
      target.proxies.redis.refuse();
      await sleep(target.outageMs);
      target.proxies.redis.accept();
      return { what: "reconnects to Redis", times: loggedByBackends(target, "redis is away") };
    },
  },
  {
    name: "CLIENT KILL of all connections to Redis",
    async inject(target) {
      const admin = createClient({ url: target.environment.redisUrl });
      await admin.connect();
      await repeatedly(5, 400, async () => {
        await admin.sendCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
      });
      admin.destroy();
      return { what: "reconnects to Redis", times: loggedByBackends(target, "redis is away") };
    },
  },
  {
    name: "Redis out of memory",
    async inject(target) {
      const admin = createClient({ url: target.environment.redisUrl });
      await admin.connect();
      await admin.configSet("maxmemory", "1");
      await sleep(target.outageMs);
      await admin.configSet("maxmemory", "0");
      admin.destroy();
      return {
        what: "events held",
        times: loggedByBackends(target, "dependency is away, events wait for it"),
      };
    },
  },
  ...brokerFaults,
  ...storeLosses,
  ...documentFaults,
  ...ledgerFaults,
  ...messageFaults,
  ...machineFaults,
  ...clockFaults,
  ...gatewayFaults,
  sinkMode("unavailable"),
  sinkMode("busy"),
  sinkMode("never answers"),
  {
    name: "sink answers byte by byte",
    async inject(target) {
      target.sink.mode = "answers byte by byte";
      await sleep(target.outageMs);
      // Counted while the sink is still slow: a backend without a time limit would wait for the last byte.
      const times = loggedByBackends(target, "dependency is away, events wait for it");
      target.sink.mode = "normal";
      return {
        what: `times given up, ${target.sink.disturbed} POSTs without the sink's answer`,
        times,
      };
    },
  },
  sinkMode("refuses arrays"),
  {
    name: "sink refuses some stays",
    refuses: isRefused,
    async inject({ sink, outageMs }) {
      await sleep(outageMs);
      return { what: "POSTs without the sink's answer", times: sink.disturbed };
    },
  },
  {
    name: "many faults at once",
    async inject(target) {
      const modes: readonly SinkMode[] = ["unavailable", "never answers", "busy", "normal"];
      await Promise.all([
        repeatedly(4, 800, (turn) => replaceBackend(target, turn % 2, "kill")),
        repeatedly(10, 300, () => target.proxies.amqp.cut()),
        repeatedly(8, 400, () => target.proxies.redis.cut()),
        repeatedly(8, 400, (turn) => {
          target.sink.mode = modes[turn % modes.length] as SinkMode;
        }),
      ]);
      target.sink.mode = "normal";
      const lost = loggedByBackends(target, "the broker is away, trying again");
      const redisLost = loggedByBackends(target, "redis is away");
      return {
        what: "effects of each fault, at least",
        times: Math.min(lost, redisLost, target.sink.disturbed),
      };
    },
  },
];
