import { PackingPublisher } from "@boomgate/pipeline/packing";
import type { Config } from "@boomgate/platform/config";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { publishingSettings } from "../settings.js";

/** The broker as the programs here publish their events to it. */
export const eventPublisherOver = (
  broker: MessagePublisher,
  { PACK_EVENTS }: Config<typeof publishingSettings>,
): MessagePublisher => (PACK_EVENTS ? new PackingPublisher(broker) : broker);
