import { pipelineTopology } from "@boomgate/contracts";
import {
  Cast,
  type ServiceProcess,
  setStageOver,
  type Stage,
  type StageServices,
} from "@boomgate/e2e";
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import { brokerPublisher, type EventPublisher } from "./publish-all.js";
import type { Row, RowAtWork } from "./rows.js";

export type QueueType = "quorum" | "classic";

export interface RowOptions {
  readonly queueType: QueueType;
  /** For node of the consumers: "--cpu-prof". */
  readonly nodeOptions?: readonly string[];
  /** More environment of the consumers. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A row whose consumers wait for events, in a fresh corner of the services. */
export interface Scene {
  readonly stage: Stage;
  readonly broker: MessageBroker;
  readonly publisher: EventPublisher;
  readonly sink: ServiceProcess;
  readonly atWork: RowAtWork;
}

/** Whatever happens, nothing of the row is left afterwards. */
export async function withRow<T>(
  row: Row,
  services: StageServices,
  { queueType, nodeOptions = [], env = {} }: RowOptions,
  use: (scene: Scene) => Promise<T>,
): Promise<T> {
  const stage = await setStageOver(services, queueType);
  const cast = await Cast.over(stage);
  const broker = await openAmqpBroker({
    mostWaiting: Number.POSITIVE_INFINITY, // all events of a run are given at once
    url: stage.amqpUrl,
    topology: pipelineTopology(stage.names, queueType),
    clientName: "bench",
    log: { warn: () => undefined, info: () => undefined },
  });
  let atWork: RowAtWork | undefined;
  let publisher: EventPublisher | undefined;
  try {
    const sink = await cast.startReady("summary-api");
    const summaryUrl = `${cast.apiUrl}/api/v1/summaries`;
    atWork = await row.start(cast, { ...stage.env, SUMMARY_URL: summaryUrl, ...env }, nodeOptions);
    publisher = (await row.openPublisher?.(stage.env)) ?? brokerPublisher(broker);
    return await use({ stage, broker, publisher, sink, atWork });
  } finally {
    await publisher?.close();
    await broker.close();
    await atWork?.kill();
    await cast.killAll();
    await stage.strike(false);
  }
}
