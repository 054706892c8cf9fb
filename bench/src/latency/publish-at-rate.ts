import { setTimeout as sleep } from "node:timers/promises";
import type { EntryEvent, ExitEvent } from "@boomgate/contracts";
import type { MessageBroker } from "@boomgate/platform/messaging";
import { publish } from "../publish-all.js";

/** Publishes whatever the consumers do: a slow one gets a backlog, not fewer events. */
export async function publishAtRate(
  broker: MessageBroker,
  queue: string,
  events: readonly (EntryEvent | ExitEvent)[],
  perSecond: number,
): Promise<void> {
  const startedMs = performance.now();
  const confirms: Promise<void>[] = [];
  while (confirms.length < events.length) {
    const due = ((performance.now() - startedMs) * perSecond) / 1_000;
    for (const event of events.slice(confirms.length, Math.ceil(due))) {
      confirms.push(publish(broker, queue, event));
    }
    await sleep(1);
  }
  await Promise.all(confirms);
}
