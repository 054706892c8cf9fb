import { auditStreamOf, ENTRY_KEY, EXIT_KEY, parkedQueueOf } from "@boomgate/contracts";
import { type Channel, connect } from "amqplib";
import { rabbitmqctl } from "../chaos/rabbitmqctl.js";
import type { Act } from "./act.js";
import { ask } from "./alert-watch.js";
import type { Theatre } from "./theatre.js";

const GARBAGE_EVERY_MS = 40;

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
const unbound = (fault: string, keys: readonly string[], streamToo: boolean) => ({
  fault,
  async strike(theatre: Theatre) {
    const { names, exchange } = theatre.stage;
    const bindings = keys.flatMap((key) => [
      { queue: key === ENTRY_KEY ? names.entryQueue : names.exitQueue, key },
      ...(streamToo ? [{ queue: auditStreamOf(names), key }] : []),
    ]);
    await withChannel(theatre, async (channel) => {
      for (const { queue, key } of bindings) await channel.unbindQueue(queue, exchange, key);
    });
    return () =>
      withChannel(theatre, async (channel) => {
        for (const { queue, key } of bindings) await channel.bindQueue(queue, exchange, key);
      });
  },
});

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
    ...unbound("no queue is bound for entries", [ENTRY_KEY], true),
    during: ["EventsReturned"],
  },
  lostExits: {
    ...unbound("vehicle_exits lost its binding, exits reach the stream alone", [EXIT_KEY], false),
    during: ["ConservationBroken", "GateSilent"],
  },
} satisfies Readonly<Record<string, Act>>;
