import { setTimeout as sleep } from "node:timers/promises";
import type { EntryEvent, ExitEvent } from "@boomgate/contracts";
import type { EventPublisher } from "../publish-all.js";

/** Publishes at the rate whatever the consumers do: a slow one gets a backlog, not fewer events. */
export async function publishAtRate(
  publisher: EventPublisher,
  queue: string,
  events: readonly (EntryEvent | ExitEvent)[],
  perSecond: number,
): Promise<void> {
  const startedMs = performance.now();
  const confirms: Promise<void>[] = [];
  let published = 0;
  while (published < events.length) {
    const due = ((performance.now() - startedMs) / 1_000) * perSecond;
    const chunk = events.slice(published, Math.ceil(due));
    published += chunk.length;
    if (chunk.length > 0) confirms.push(publisher.publishAll(queue, chunk));
    await sleep(1);
  }
  await Promise.all(confirms);
}
