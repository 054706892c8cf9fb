import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type EventExchanges,
  eventExchangesOf,
  outcomesTopology,
  pipelineTopology,
  type QueueNames,
} from "@boomgate/contracts";
import {
  deleteKeys,
  deleteTopology,
  findOrStartServices,
  freshDatabase,
  type ServiceReports,
  uniqueName,
} from "@boomgate/testing";
import type { OwnServices } from "./own-services.js";

/** Queues, key prefix and database of one run in RabbitMQ, Redis and PostgreSQL; what others have there is not touched. */
export interface Environment {
  readonly amqpUrl: string;
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly names: QueueNames;
  readonly exchanges: EventExchanges;
  /** For the logs of the services. */
  readonly folder: string;
  /** Environment variables that every service gets. */
  readonly settings: Readonly<Record<string, string>>;
  /** Deletes all that the run left in RabbitMQ, Redis and PostgreSQL, and the logs unless they are to be kept. */
  remove(keepLogs: boolean): Promise<void>;
}

interface ServiceUrls {
  readonly amqpUrl: string;
  readonly redisUrl: string;
  readonly postgresUrl: string;
}

/** In the services that answer, or that can be started from the PATH. */
export async function openEnvironment(
  queueType: string,
): Promise<Environment & { readonly reports: ServiceReports }> {
  const services = await findOrStartServices();
  try {
    const urls = {
      amqpUrl: services.urlOf("rabbitmq"),
      redisUrl: services.urlOf("redis"),
      postgresUrl: services.urlOf("postgres"),
    };
    const environment = await createEnvironment(urls, queueType, uniqueNames());
    return {
      ...environment,
      reports: services.reports,
      async remove(keepLogs) {
        try {
          await environment.remove(keepLogs);
        } finally {
          await services.stop();
        }
      },
    };
  } catch (error) {
    await services.stop();
    throw error;
  }
}

/** In services that this run started for itself; `remove` leaves them running. */
export const openEnvironmentOver = (
  { rabbitmq, redis, postgres }: OwnServices,
  queueType: string,
  names = uniqueNames(),
): Promise<Environment> =>
  createEnvironment(
    { amqpUrl: rabbitmq.url, redisUrl: redis.url, postgresUrl: postgres.url },
    queueType,
    names,
  );

async function createEnvironment(
  { amqpUrl, redisUrl, postgresUrl }: ServiceUrls,
  queueType: string,
  names: QueueNames,
): Promise<Environment> {
  const keyPrefix = `${uniqueName()}.`;
  const database = await freshDatabase(postgresUrl);
  const folder = mkdtempSync(join(tmpdir(), "boomgate-e2e-"));
  return {
    amqpUrl,
    redisUrl,
    databaseUrl: database.url,
    names,
    exchanges: eventExchangesOf(names),
    folder,
    settings: {
      AMQP_URL: amqpUrl,
      REDIS_URL: redisUrl,
      ENTRY_QUEUE: names.entryQueue,
      EXIT_QUEUE: names.exitQueue,
      TOPOLOGY_PREFIX: names.prefix,
      STORE_KEY_PREFIX: keyPrefix,
      PARKED_VEHICLES_KEY: `${keyPrefix}parked_vehicles`,
      QUEUE_TYPE: queueType,
      // Not `auto`: the backend may be started first, and no event may be missing.
      LEDGER: "on",
    },
    async remove(keepLogs) {
      for (const topologyOf of [pipelineTopology, outcomesTopology]) {
        await deleteTopology(amqpUrl, topologyOf(names, "quorum"));
      }
      for (const url of [redisUrl, `${redisUrl}/1`]) await deleteKeys(url, keyPrefix);
      await database.drop();
      if (!keepLogs) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function uniqueNames(): QueueNames {
  const prefix = `${uniqueName()}.`;
  return { prefix, entryQueue: `${prefix}entries`, exitQueue: `${prefix}exits` };
}
