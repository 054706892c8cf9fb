import { HEADERS, parkedExchangeOf, type QueueNames } from "@boomgate/contracts";
import { codeOf, messageOf } from "@boomgate/platform/errors";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { RawBody, RawParking } from "../ports/raw-parking.js";

const APP_ID = "gateway";
const MAX_REASON_CHARACTERS = 1_000;

/** Parks bodies beside the events that the backends park. Without an original queue, as no queue takes them. */
export class BrokerRawParking implements RawParking {
  private readonly exchange: string;

  constructor(
    private readonly broker: MessagePublisher,
    names: QueueNames,
  ) {
    this.exchange = parkedExchangeOf(names);
  }

  async park({ camera, body, contentType, cause, receivedMs }: RawBody): Promise<void> {
    await this.broker.publish({
      exchange: this.exchange,
      routingKey: "",
      body: Buffer.from(body),
      timestampMs: receivedMs,
      appId: APP_ID,
      contentType: contentType ?? "application/octet-stream",
      headers: {
        [HEADERS.parkedCode]: codeOf(cause),
        [HEADERS.parkedReason]: messageOf(cause).slice(0, MAX_REASON_CHARACTERS),
        [HEADERS.parkedAt]: new Date(receivedMs).toISOString(),
        [HEADERS.camera]: camera,
      },
    });
  }
}
