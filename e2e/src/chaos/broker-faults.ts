import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./fault.js";
import { rabbitmqctl } from "./rabbitmqctl.js";
import { repeatedly, saidByBackends } from "./scene.js";

/** Longer than the time limit of a confirm, and than three heartbeats. */
const FROZEN_MS = 20_000;

/** What the broker does to its clients, beside dying. */
export const brokerFaults: readonly Fault[] = [
  {
    name: "RabbitMQ out of memory",
    async strike(scene) {
      const { ledger, outageMs } = scene;
      const { rabbitmq } = scene.services;
      await rabbitmqctl(rabbitmq.pid, "set_vm_memory_high_watermark", "0.0000001");
      await sleep(outageMs);
      // One more consumer is what a broker that is full needs: it has to start all the same.
      scene.backends.push(await scene.startBackend());
      let pausedLooks = 0;
      await repeatedly(5, 200, async () => {
        const before = ledger.confirmed.length;
        await sleep(100);
        if (ledger.confirmed.length === before) pausedLooks += 1;
      });
      await rabbitmqctl(rabbitmq.pid, "set_vm_memory_high_watermark", "0.4");
      return { how: "looks at a paused publisher", times: pausedLooks };
    },
  },
  {
    name: "RabbitMQ frozen and thawed",
    async strike(scene) {
      const { ledger, outageMs } = scene;
      const { rabbitmq } = scene.services;
      const before = ledger.unconfirmed;
      await rabbitmq.kill("SIGSTOP");
      await sleep(Math.max(outageMs, FROZEN_MS));
      // Before it is thawed: whoever waits for it until then has not noticed.
      const lost = saidByBackends(scene, "the broker is away, trying again");
      const overdue = ledger.unconfirmed - before;
      await rabbitmq.kill("SIGCONT");
      return {
        how: `connections given up, ${overdue} confirms overdue`,
        times: overdue > 0 ? lost : 0,
      };
    },
  },
  {
    name: "RabbitMQ's consumer timeout",
    async strike({ services, proxies, sink, ...scene }) {
      const { pid } = services.rabbitmq;
      sink.mood = "unavailable"; // first, as what follows may outlast the traffic
      // Looked at by each channel every so often, from RabbitMQ 4.3 on by each queue; channels and consumers
      // that are open keep their old habits.
      await rabbitmqctl(pid, "eval", setEnv("consumer_timeout", 1_000));
      await rabbitmqctl(pid, "eval", setEnv("channel_tick_interval", 1_000));
      proxies.amqp.cut();
      await sleep(Math.max(scene.outageMs, 5_000));
      await rabbitmqctl(pid, "eval", setEnv("consumer_timeout", 1_800_000));
      await rabbitmqctl(pid, "eval", setEnv("channel_tick_interval", 60_000));
      sink.mood = "kind";
      const whole = { services, proxies, sink, ...scene };
      const said = ["the channel of a consumer ended", "the broker cancelled the consumer"];
      return {
        how: "consumers ended by the broker",
        times: said.reduce((sum, message) => sum + saidByBackends(whole, message), 0),
      };
    },
  },
  {
    name: "30 % of connections reset",
    async strike(scene) {
      scene.proxies.amqp.reset(0.3);
      scene.proxies.redis.reset(0.3);
      await repeatedly(8, 400, () => {
        scene.proxies.amqp.cut();
        scene.proxies.redis.cut();
      });
      scene.proxies.amqp.reset(0);
      scene.proxies.redis.reset(0);
      const lost = saidByBackends(scene, "the broker is away, trying again");
      return {
        how: "connections lost",
        times: Math.min(lost, saidByBackends(scene, "redis is away")),
      };
    },
  },
];

const setEnv = (name: string, value: number) => `application:set_env(rabbit, ${name}, ${value}).`;
