import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DEFAULT_ENTRY_QUEUE,
  DEFAULT_EXIT_QUEUE,
  eventExchangesOf,
  pipelineTopology,
  type QueueNames,
} from "@boomgate/contracts";
import {
  deleteKeys,
  deleteTopology,
  freshDatabase,
  type RedisOptions,
  type StartedService,
  startPostgres,
  startRabbitmq,
  startRedis,
  uniqueName,
} from "@boomgate/testing";
import type { Stage } from "./stage.js";

export type StageServices = Readonly<Record<"rabbitmq" | "redis" | "postgres", StartedService>>;

/**
 * Services of our own, that may be killed and whose figures are theirs alone. Redis loses no write.
 * @throws {ServiceMissingError} when one is not installed; none of the others then goes on
 */
export async function startStageServices(
  startBroker: () => Promise<StartedService> = startRabbitmq,
): Promise<StageServices> {
  const starts = [startBroker(), startStageRedis(), startPostgres()] as const;
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

export const startStageRedis = (serverEnv?: RedisOptions["serverEnv"]): Promise<StartedService> =>
  startRedis({ config: { appendonly: "yes", appendfsync: "always" }, serverEnv });

/** A corner of our own in services of our own. */
export async function setStageOver(
  services: StageServices,
  queueType: string,
  names = uniqueNames(),
): Promise<Stage> {
  const prefix = `${uniqueName()}.`;
  const database = await freshDatabase(services.postgres.url);
  const folder = mkdtempSync(join(tmpdir(), "boomgate-stage-"));
  const found = (url: string) => ({ state: "started" as const, url });
  return {
    reports: {
      rabbitmq: found(services.rabbitmq.url),
      redis: found(services.redis.url),
      postgres: found(services.postgres.url),
    },
    amqpUrl: services.rabbitmq.url,
    redisUrl: services.redis.url,
    databaseUrl: database.url,
    names,
    exchanges: eventExchangesOf(names),
    folder,
    env: {
      AMQP_URL: services.rabbitmq.url,
      REDIS_URL: services.redis.url,
      ENTRY_QUEUE: names.entryQueue,
      EXIT_QUEUE: names.exitQueue,
      TOPOLOGY_PREFIX: names.prefix,
      STORE_KEY_PREFIX: prefix,
      PARKED_VEHICLES_KEY: `${prefix}parked_vehicles`,
      QUEUE_TYPE: queueType,
    },
    strike: async () => {
      await deleteTopology(services.rabbitmq.url, pipelineTopology(names, "quorum"));
      await deleteKeys(`${services.redis.url}/1`, prefix);
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function uniqueNames(): QueueNames {
  const prefix = `${uniqueName()}.`;
  return { prefix, entryQueue: `${prefix}entries`, exitQueue: `${prefix}exits` };
}

/** As an operator would have them; for services that nobody else uses. */
export const DEFAULT_NAMES: QueueNames = {
  prefix: "",
  entryQueue: DEFAULT_ENTRY_QUEUE,
  exitQueue: DEFAULT_EXIT_QUEUE,
};
