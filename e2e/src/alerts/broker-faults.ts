import { randomUUID } from "node:crypto";
import { auditStreamOf, parkedQueueOf } from "@boomgate/contracts";
import { type Channel, connect, type ConsumeMessage } from "amqplib";
import { rabbitmqctl } from "../chaos/rabbitmqctl.js";
import type { AlertFault } from "./alert-fault.js";
import { ask } from "./alert-watch.js";
import { type AlertRun, RATE } from "./alert-run.js";

const GARBAGE_EVERY_MS = 40;
const FORGED_EVERY_MS = 20;
const CONSUMED_EVERY_MS = (1_000 * 1_000) / (2 * RATE);

const ctl = ({ services }: AlertRun, ...args: readonly string[]) =>
  rabbitmqctl(services.rabbitmq.pid, ...args);

async function withChannel(
  { environment }: AlertRun,
  work: (channel: Channel) => Promise<unknown>,
): Promise<void> {
  const connection = await connect(environment.amqpUrl);
  try {
    await work(await connection.createChannel());
  } finally {
    await connection.close();
  }
}

/** Removes the bindings of a queue, and restores them at the end. */
const unbound = (name: string, kind: "entry" | "exit", streamToo: boolean) => ({
  name,
  async inject(run: AlertRun) {
    const { names, exchanges } = run.environment;
    const queues = [
      kind === "entry" ? names.entryQueue : names.exitQueue,
      ...(streamToo ? [auditStreamOf(names)] : []),
    ];
    await withChannel(run, async (channel) => {
      for (const queue of queues) await channel.unbindQueue(queue, exchanges[kind], "");
    });
    return () =>
      withChannel(run, async (channel) => {
        for (const queue of queues) await channel.bindQueue(queue, exchanges[kind], "");
      });
  },
});

/** Consumes and acks one exit for every thousand events. */
async function consumeSome({ environment }: AlertRun): Promise<() => Promise<void>> {
  const connection = await connect(environment.amqpUrl);
  const channel = await connection.createChannel();
  await channel.prefetch(1);
  const consumeOne = async () => {
    const tag = randomUUID();
    const taken = new Promise<ConsumeMessage | null>((resolve) => {
      void channel.consume(environment.names.exitQueue, resolve, { consumerTag: tag });
    });
    const message = await taken;
    await channel.cancel(tag); // before the ack, or the next message would be delivered
    if (message) channel.ack(message);
  };
  const timer = setInterval(() => void consumeOne().catch(() => undefined), CONSUMED_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await connection.close();
  };
}

export const brokerFaults = {
  memoryAlarm: {
    name: "RabbitMQ's memory alarm",
    during: ["BrokerMemoryAlarm", "PublisherBlocked", "GeneratorSilent"],
    async inject(run) {
      await ctl(run, "set_vm_memory_high_watermark", "0.0000001");
      return () => ctl(run, "set_vm_memory_high_watermark", "0.4");
    },
  },
  diskLow: {
    name: "RabbitMQ's disk nearly full",
    during: ["BrokerDiskLow"],
    async inject(run) {
      const free = await ask(run.prometheusUrl, "rabbitmq_disk_space_available_bytes");
      // Free space is then 1.5 times the limit, so the broker does not block its publishers.
      await ctl(run, "set_disk_free_limit", String(Math.round((free ?? 0) / 1.5)));
      return () => ctl(run, "set_disk_free_limit", "50MB");
    },
  },
  garbage: {
    name: "one event in six is not JSON",
    during: ["EventErrors", "ParkedNotEmpty"],
    async inject(run) {
      const { names, amqpUrl } = run.environment;
      const connection = await connect(amqpUrl);
      const channel = await connection.createChannel();
      const timer = setInterval(
        () => channel.sendToQueue(names.entryQueue, Buffer.from("not JSON")),
        GARBAGE_EVERY_MS,
      );
      return async () => {
        clearInterval(timer);
        await connection.close();
        await withChannel(run, (purging) => purging.purgeQueue(parkedQueueOf(names)));
      };
    },
  },
  unroutable: {
    ...unbound("no queue is bound for entries", "entry", true),
    during: ["EventsReturned"],
  },
  lostExits: {
    ...unbound("vehicle_exits lost its binding, so exits reach only the stream", "exit", false),
    during: ["EventsLost", "GateSilent"],
  },
  otherConsumer: {
    name: "another program consumes one event in a thousand from vehicle_exits",
    during: ["EventsLost"],
    greatestFactor: 6,
    inject: consumeSome,
  },
  forged: {
    name: "another program publishes entries with the app id of the entry generator",
    during: ["EventsInvented"],
    async inject({ environment: { amqpUrl, exchanges } }) {
      const connection = await connect(amqpUrl);
      const channel = await connection.createChannel();
      const timer = setInterval(() => {
        const id = randomUUID();
        const vehicle_plate = id.slice(0, 8);
        const entry_date_time = new Date().toISOString();
        const body = Buffer.from(JSON.stringify({ id, vehicle_plate, entry_date_time }));
        channel.publish(exchanges.entry, "", body, { appId: "entry-generator", messageId: id });
      }, FORGED_EVERY_MS);
      return async () => {
        clearInterval(timer);
        await connection.close();
      };
    },
  },
} satisfies Readonly<Record<string, AlertFault>>;
