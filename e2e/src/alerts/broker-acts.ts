import { randomUUID } from "node:crypto";
import { auditStreamOf, parkedQueueOf } from "@boomgate/contracts";
import { type Channel, connect, type ConsumeMessage } from "amqplib";
import { rabbitmqctl } from "../chaos/rabbitmqctl.js";
import type { Act } from "./act.js";
import { ask } from "./alert-watch.js";
import { RATE, type Theatre } from "./theatre.js";

const GARBAGE_EVERY_MS = 40;
const FORGED_EVERY_MS = 20;
const THEFTS_EVERY_MS = (1_000 * 1_000) / (2 * RATE);

const ctl = ({ services }: Theatre, ...words: readonly string[]) =>
  rabbitmqctl(services.rabbitmq.pid, ...words);

async function withChannel(
  { stage }: Theatre,
  work: (channel: Channel) => Promise<unknown>,
): Promise<void> {
  const connection = await connect(stage.amqpUrl);
  try {
    await work(await connection.createChannel());
  } finally {
    await connection.close();
  }
}

/** Takes away bindings and gives them back. */
const unbound = (fault: string, kind: "entry" | "exit", streamToo: boolean) => ({
  fault,
  async strike(theatre: Theatre) {
    const { names, exchanges } = theatre.stage;
    const queues = [
      kind === "entry" ? names.entryQueue : names.exitQueue,
      ...(streamToo ? [auditStreamOf(names)] : []),
    ];
    await withChannel(theatre, async (channel) => {
      for (const queue of queues) await channel.unbindQueue(queue, exchanges[kind], "");
    });
    return () =>
      withChannel(theatre, async (channel) => {
        for (const queue of queues) await channel.bindQueue(queue, exchanges[kind], "");
      });
  },
});

/** One of all events, entries and exits, each time: as a consumer that acks and forgets. */
async function takeNowAndThen({ stage }: Theatre): Promise<() => Promise<void>> {
  const connection = await connect(stage.amqpUrl);
  const channel = await connection.createChannel();
  await channel.prefetch(1);
  const steal = async () => {
    const tag = randomUUID();
    const taken = new Promise<ConsumeMessage | null>((resolve) => {
      void channel.consume(stage.names.exitQueue, resolve, { consumerTag: tag });
    });
    const message = await taken;
    await channel.cancel(tag); // before the ack, or the next one would come
    if (message) channel.ack(message);
  };
  const timer = setInterval(() => void steal().catch(() => undefined), THEFTS_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await connection.close();
  };
}

export const brokerActs = {
  memoryAlarm: {
    fault: "RabbitMQ's memory alarm",
    during: ["BrokerMemoryAlarm", "PublisherBlocked", "GeneratorSilent"],
    async strike(theatre) {
      await ctl(theatre, "set_vm_memory_high_watermark", "0.0000001");
      return () => ctl(theatre, "set_vm_memory_high_watermark", "0.4");
    },
  },
  diskLow: {
    fault: "RabbitMQ's disk nearly full",
    during: ["BrokerDiskLow"],
    async strike(theatre) {
      const free = await ask(theatre.prometheusUrl, "rabbitmq_disk_space_available_bytes");
      // Half as much again as the limit: it does not block yet.
      await ctl(theatre, "set_disk_free_limit", String(Math.round((free ?? 0) / 1.5)));
      return () => ctl(theatre, "set_disk_free_limit", "50MB");
    },
  },
  garbage: {
    fault: "one event of six is no JSON",
    during: ["EventErrors", "ParkedNotEmpty"],
    async strike(theatre) {
      const { names, amqpUrl } = theatre.stage;
      const connection = await connect(amqpUrl);
      const channel = await connection.createChannel();
      const timer = setInterval(
        () => channel.sendToQueue(names.entryQueue, Buffer.from("no JSON")),
        GARBAGE_EVERY_MS,
      );
      return async () => {
        clearInterval(timer);
        await connection.close();
        await withChannel(theatre, (purging) => purging.purgeQueue(parkedQueueOf(names)));
      };
    },
  },
  unroutable: {
    ...unbound("no queue is bound for entries", "entry", true),
    during: ["EventsReturned"],
  },
  lostExits: {
    ...unbound("vehicle_exits lost its binding, exits reach the stream alone", "exit", false),
    during: ["EventsLost", "GateSilent"],
  },
  thief: {
    fault: "a stranger takes one event in a thousand out of vehicle_exits",
    during: ["EventsLost"],
    greatestFactor: 6,
    strike: takeNowAndThen,
  },
  forged: {
    fault: "entries are published in the name of the entry generator, which knows nothing of it",
    during: ["EventsInvented"],
    async strike({ stage: { amqpUrl, exchanges } }) {
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
} satisfies Readonly<Record<string, Act>>;
