import { pipelineTopology } from "@boomgate/contracts";
import {
  ServiceProcesses,
  type ServiceProcess,
  openEnvironmentOver,
  type Environment,
  type OwnServices,
} from "@boomgate/e2e";
import { PackingPublisher } from "@boomgate/pipeline/packing";
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import { brokerPublisher, type EventPublisher } from "./publish-all.js";
import type { Row, RunningRow } from "./rows.js";

export type QueueType = "quorum" | "classic";

interface RowOptions {
  readonly queueType: QueueType;
  /** Options of node for the consumers: "--cpu-prof". */
  readonly nodeOptions?: readonly string[];
  /** More environment variables of the consumers. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A row whose consumers wait for events, with queues, keys and a database of its own. */
export interface RowRun {
  readonly environment: Environment;
  readonly broker: MessageBroker;
  readonly publisher: EventPublisher;
  readonly sink: ServiceProcess;
  readonly consumers: RunningRow;
}

/** Starts a row for `use`, and afterwards stops it and deletes its queues, keys and database. */
export async function withRow<T>(
  row: Row,
  services: OwnServices,
  { queueType, nodeOptions = [], env = {} }: RowOptions,
  use: (run: RowRun) => Promise<T>,
): Promise<T> {
  const environment = await openEnvironmentOver(services, queueType);
  const processes = await ServiceProcesses.over(environment);
  const mostWaiting = Number.POSITIVE_INFINITY; // all events of a run are published at once
  const broker = await openAmqpBroker({
    mostWaiting,
    url: environment.amqpUrl,
    topology: pipelineTopology(environment.names, queueType),
    clientName: "bench",
    log: { warn: () => undefined, info: () => undefined },
  });
  let consumers: RunningRow | undefined;
  let publisher: EventPublisher | undefined;
  try {
    const sink = await processes.startReady("summary-api");
    const summaryUrl = `${processes.apiUrl}/api/v1/summaries`;
    consumers = await row.start(
      processes,
      { ...environment.settings, SUMMARY_URL: summaryUrl, ...env },
      nodeOptions,
    );
    publisher =
      (await row.openPublisher?.(environment.settings)) ??
      brokerPublisher(row.isPacked ? new PackingPublisher(broker, { mostWaiting }) : broker);
    return await use({ environment, broker, publisher, sink, consumers });
  } finally {
    await publisher?.close();
    await broker.close();
    await consumers?.kill();
    await processes.killAll();
    await environment.remove(false);
  }
}
