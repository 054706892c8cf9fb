import { DEFAULT_ENTRY_QUEUE, DEFAULT_EXIT_QUEUE, type QueueNames } from "@boomgate/contracts";
import {
  type RedisOptions,
  type StartedService,
  startPostgres,
  startRabbitmq,
  startRedis,
} from "@boomgate/testing";

export type OwnServices = Readonly<Record<"rabbitmq" | "redis" | "postgres", StartedService>>;

/**
 * RabbitMQ, Redis and PostgreSQL for one run alone: they may be killed, and their metrics count nothing else. Redis
 * syncs each write to disk.
 * @throws {ServiceMissingError} when one is not installed; those already started are stopped first
 */
export async function startOwnServices(
  startBroker: () => Promise<StartedService> = startRabbitmq,
): Promise<OwnServices> {
  const starts = [startBroker(), startOwnRedis(), startPostgres()] as const;
  try {
    const [rabbitmq, redis, postgres] = await Promise.all(starts);
    return { rabbitmq, redis, postgres };
  } catch (error) {
    for (const one of await Promise.allSettled(starts)) {
      if (one.status === "fulfilled") await one.value.stop();
    }
    throw error;
  }
}

export const startOwnRedis = (serverEnv?: RedisOptions["serverEnv"]): Promise<StartedService> =>
  startRedis({ config: { appendonly: "yes", appendfsync: "always" }, serverEnv });

export const stopOwnServices = async (services: OwnServices): Promise<void> => {
  await Promise.all(Object.values(services).map((service) => service.stop()));
};

/** The queue names of a deployment; only for services that nobody else uses. */
export const DEFAULT_NAMES: QueueNames = {
  prefix: "",
  entryQueue: DEFAULT_ENTRY_QUEUE,
  exitQueue: DEFAULT_EXIT_QUEUE,
};
