import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./fault.js";
import { rabbitmqctl } from "./rabbitmqctl.js";
import { repeatedly, loggedByBackends } from "./fault-target.js";

/** Longer than the time limit of a confirm, and than three heartbeats. */
const FROZEN_MS = 20_000;

/** Faults in which the broker still runs but serves its clients badly. */
export const brokerFaults: readonly Fault[] = [
  {
    name: "RabbitMQ out of memory",
    async inject(target) {
      const { publishedEvents, outageMs } = target;
      const { rabbitmq } = target.services;
      await rabbitmqctl(rabbitmq.pid, "set_vm_memory_high_watermark", "0.0000001");
      await sleep(outageMs);
      // More consumers empty a full broker, so a backend has to start in spite of the alarm.
      target.backends.push(await target.startBackend());
      let pauses = 0;
      await repeatedly(5, 200, async () => {
        const before = publishedEvents.confirmed.length;
        await sleep(100);
        if (publishedEvents.confirmed.length === before) pauses += 1;
      });
      await rabbitmqctl(rabbitmq.pid, "set_vm_memory_high_watermark", "0.4");
      return { what: "times no event was confirmed", times: pauses };
    },
  },
  {
    name: "RabbitMQ frozen and thawed",
    async inject(target) {
      const { publishedEvents, outageMs } = target;
      const { rabbitmq } = target.services;
      const before = publishedEvents.unconfirmed;
      await rabbitmq.kill("SIGSTOP");
      await sleep(Math.max(outageMs, FROZEN_MS));
      // Counted before the broker goes on: a backend that noticed nothing until then would wait for ever.
      const lost = loggedByBackends(target, "the broker is away, trying again");
      const overdue = publishedEvents.unconfirmed - before;
      await rabbitmq.kill("SIGCONT");
      return {
        what: `connections given up, ${overdue} confirms overdue`,
        times: overdue > 0 ? lost : 0,
      };
    },
  },
  {
    name: "RabbitMQ's consumer timeout",
    async inject({ services, proxies, sink, ...target }) {
      const { pid } = services.rabbitmq;
      // Deliveries have to stay unacked, also when the traffic ends before the broker was configured.
      sink.mode = "unavailable";
      // A channel checks the timeout at each tick (from RabbitMQ 4.3 on a queue does). Open channels and consumers keep
      // the old values, so the connections are cut.
      await rabbitmqctl(pid, "eval", setEnv("consumer_timeout", 1_000));
      await rabbitmqctl(pid, "eval", setEnv("channel_tick_interval", 1_000));
      proxies.amqp.cut();
      await sleep(Math.max(target.outageMs, 5_000));
      await rabbitmqctl(pid, "eval", setEnv("consumer_timeout", 1_800_000));
      await rabbitmqctl(pid, "eval", setEnv("channel_tick_interval", 60_000));
      sink.mode = "normal";
      const whole = { services, proxies, sink, ...target };
      const messages = ["the channel of a consumer ended", "the broker cancelled the consumer"];
      return {
        what: "consumers ended by the broker",
        times: messages.reduce((sum, message) => sum + loggedByBackends(whole, message), 0),
      };
    },
  },
  {
    name: "30 % of connections reset",
    async inject(target) {
      target.proxies.amqp.reset(0.3);
      target.proxies.redis.reset(0.3);
      await repeatedly(8, 400, () => {
        target.proxies.amqp.cut();
        target.proxies.redis.cut();
      });
      target.proxies.amqp.reset(0);
      target.proxies.redis.reset(0);
      const lost = loggedByBackends(target, "the broker is away, trying again");
      return {
        what: "connections lost",
        times: Math.min(lost, loggedByBackends(target, "redis is away")),
      };
    },
  },
];

const setEnv = (name: string, value: number) => `application:set_env(rabbit, ${name}, ${value}).`;
