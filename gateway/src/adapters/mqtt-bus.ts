import { pause } from "@boomgate/platform/lifecycle";
import type { Logger } from "@boomgate/platform/telemetry";
import { connect, type IPublishPacket } from "mqtt";
import type { BusMessage, MessageBus } from "../ports/message-bus.js";

const AGAIN_MS = 500;
const RECONNECT_MS = 1_000;
/** For so long the broker keeps what a gateway that is away has not had. */
const SESSION_SECONDS = 7 * 86_400;
/** Unacknowledged messages; they are taken one after the other. */
const MOST_UNACKNOWLEDGED = 100;

interface MqttOptions {
  readonly url: string;
  /** The broker keeps messages under it while we are away. */
  readonly clientId: string;
  readonly log: Pick<Logger, "info" | "warn">;
}

/** MQTT 5 with a session that outlives the connection, and QoS 1 where the sender has it. Reconnects by itself. */
export class MqttBus implements MessageBus {
  constructor(private readonly options: MqttOptions) {}

  subscribe(
    topics: readonly string[],
    take: (message: BusMessage) => Promise<boolean>,
  ): () => Promise<void> {
    const { url, clientId, log } = this.options;
    const stopping = new AbortController();
    const { signal } = stopping;
    const client = connect(url, {
      ...{ clientId, protocolVersion: 5, clean: false, reconnectPeriod: RECONNECT_MS },
      properties: { sessionExpiryInterval: SESSION_SECONDS, receiveMaximum: MOST_UNACKNOWLEDGED },
      resubscribe: false,
    });
    // The library acknowledges when this calls back, and reads the next message then.
    client.handleMessage = (packet: IPublishPacket, done) => {
      void (async () => {
        await untilTaken({ topic: packet.topic, body: bytesOf(packet.payload) }, take, signal);
        // Not after the stop: the broker gives the message again.
        if (!signal.aborted) done();
      })();
    };
    let isAway = false;
    client.on("connect", () => {
      isAway = false;
      log.info({ topics }, "subscribed to MQTT");
      client.subscribe([...topics], { qos: 1 }, (error) => {
        if (error) log.warn({ err: error }, "MQTT refuses the subscription");
      });
    });
    const away = (error?: Error) => {
      if (!isAway && !signal.aborted) log.warn({ err: error }, "MQTT is away, trying again");
      isAway = true;
    };
    client.on("error", away);
    client.on("close", () => away());
    return async () => {
      stopping.abort();
      await client.endAsync(true);
    };
  }
}

async function untilTaken(
  message: BusMessage,
  take: (message: BusMessage) => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && !(await take(message))) await pause(AGAIN_MS, signal);
}

const bytesOf = (payload: string | Buffer): Uint8Array =>
  typeof payload === "string" ? Buffer.from(payload) : payload;
