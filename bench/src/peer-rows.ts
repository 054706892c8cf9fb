import { existsSync } from "node:fs";
import { encodeEvent } from "@boomgate/contracts";
import type { EventPublisher } from "./publish-all.js";
import { type Row, workerRow } from "./rows.js";

/** A separate package, so that the product does not depend on other frameworks. */
const folder = new URL("../peers/", import.meta.url);
const programOf = (name: string) => new URL(`${name}.js`, folder);

/** The exports of bench/peers/bullmq-queues.js, whose dependencies only that package has. */
interface BullmqQueues {
  readonly openPublisher: (env: Readonly<Record<string, string>>) => {
    publishAll(queue: string, events: readonly unknown[]): Promise<void>;
    close(): Promise<void>;
  };
}

async function openBullmq(env: Readonly<Record<string, string>>): Promise<EventPublisher> {
  const { openPublisher } = (await import(programOf("bullmq-queues").href)) as BullmqQueues;
  const publisher = openPublisher(env);
  return {
    publishAll: (queue, events) =>
      publisher.publishAll(
        queue,
        events.map((event) => JSON.parse(encodeEvent(event).toString()) as unknown),
      ),
    close: () => publisher.close(),
  };
}

/** Empty when the frameworks are not installed (`npm ci --prefix bench/peers`). */
export const peerRows = (): readonly Row[] =>
  existsSync(new URL("node_modules", folder))
    ? [
        workerRow("@golevelup/nestjs-rabbitmq", programOf("golevelup"), 0.1),
        workerRow("Rascal", programOf("rascal"), 0.1),
        { ...workerRow("BullMQ", programOf("bullmq"), 0.1), openPublisher: openBullmq },
      ]
    : [];
