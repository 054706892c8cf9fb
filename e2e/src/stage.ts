import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type EventExchanges,
  eventExchangesOf,
  pipelineTopology,
  type QueueNames,
} from "@boomgate/contracts";
import {
  deleteKeys,
  deleteTopology,
  findOrStartServices,
  type FreshDatabase,
  freshDatabase,
  type ServiceReports,
  uniqueName,
} from "@boomgate/testing";

/** Real services with a corner of our own in each: nothing that lives there already is touched. */
export interface Stage {
  readonly reports: ServiceReports;
  readonly amqpUrl: string;
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly names: QueueNames;
  readonly exchanges: EventExchanges;
  /** For the logs of the services. */
  readonly folder: string;
  /** Environment every service gets. */
  readonly env: Readonly<Record<string, string>>;
  /** Removes all that the run left in the services; the logs stay when asked to. */
  strike(keepLogs: boolean): Promise<void>;
}

export async function setStage(queueType: string): Promise<Stage> {
  const services = await findOrStartServices();
  let database: FreshDatabase | undefined;
  const strikeServices = async () => {
    await database?.drop();
    await services.stop();
  };
  try {
    const amqpUrl = services.urlOf("rabbitmq");
    const redisUrl = services.urlOf("redis");
    database = await freshDatabase(services.urlOf("postgres"));
    const prefix = `${uniqueName()}.`;
    const names = { prefix, entryQueue: `${prefix}entries`, exitQueue: `${prefix}exits` };
    const folder = mkdtempSync(join(tmpdir(), "boomgate-e2e-"));
    return {
      reports: services.reports,
      amqpUrl,
      redisUrl,
      databaseUrl: database.url,
      names,
      exchanges: eventExchangesOf(names),
      folder,
      env: {
        AMQP_URL: amqpUrl,
        REDIS_URL: redisUrl,
        ENTRY_QUEUE: names.entryQueue,
        EXIT_QUEUE: names.exitQueue,
        TOPOLOGY_PREFIX: prefix,
        QUEUE_TYPE: queueType,
        STORE_KEY_PREFIX: prefix,
        PARKED_VEHICLES_KEY: `${prefix}parked_vehicles`,
      },
      async strike(keepLogs) {
        await deleteTopology(amqpUrl, pipelineTopology(names, "quorum"));
        await deleteKeys(redisUrl, prefix);
        await deleteKeys(`${redisUrl}/1`, prefix);
        await strikeServices();
        if (!keepLogs) rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await strikeServices();
    throw error;
  }
}
