import { parseCameras } from "@boomgate/cameras";
import {
  DEFAULT_LOTS,
  DEFAULT_NO_PLATE,
  type EventReading,
  parseLots,
  parseNoPlateWords,
} from "@boomgate/contracts";
import { listenSettings, tokenSettings } from "@boomgate/http";
import {
  brokerSettings,
  type Config,
  count,
  key,
  millis,
  optional,
  parsed,
  parsedFile,
  port,
  processSettings,
  rereadFile,
  secret,
  text,
  url,
  urls,
} from "@boomgate/platform/config";
import { SCOPES } from "./http/scopes.js";
import { parseReceiptKeys } from "./receipts/receipt-keys.js";

const HOUR_MS = 3_600_000;

/** Everything that can be set on the gateway. */
export const gatewaySettings = {
  ...processSettings,
  ...brokerSettings,
  GATEWAY_PORT: port({ default: 8_010, doc: "Takes events by HTTP." }),
  ...listenSettings,
  ...tokenSettings(SCOPES),
  EVENT_ID_KEY: optional(
    key({
      min: 32,
      doc: "Key of the ids that are made for events without one, the same on all replicas; best given as EVENT_ID_KEY_FILE. Without it every event needs an id. With another key an event that is sent again becomes another event.",
    }),
  ),
  RECEIPT_KEY: {
    ...parsed("lines of 32 characters or more", {
      parse: parseReceiptKeys,
      doc: "Keys of receipts, one a line, the same on all replicas; best given as RECEIPT_KEY_FILE. The first one makes receipts, each of them reads them. Without it, receipts are valid on this replica until it ends.",
    }),
    hides: "all" as const,
  },
  LEDGER_URL: optional(
    url({
      protocols: ["http", "https"],
      doc: "Summary API that keeps what became of each event, such as http://127.0.0.1:8000. Without it, receipts say unknown.",
    }),
  ),
  LEDGER_TOKEN: optional(secret({ doc: "Token of that API with the scope read." })),
  LEDGER_TIMEOUT_MS: millis({ default: 5_000, doc: "Time limit of one question to the ledger." }),
  BACKEND_METRICS_URL: optional(
    urls({
      protocols: ["http", "https"],
      doc: "URLs of /metrics of the backends, separated by commas; when a host name has several addresses, each is asked. Without it, a receipt whose event is lost says queued for ever.",
    }),
  ),
  IN_FLIGHT_EVENTS: count({
    default: 5_000,
    doc: "Events in hand whose confirm is awaited; further requests are answered with GATEWAY_FULL.",
  }),
  IN_FLIGHT_BYTES: count({
    default: 67_108_864,
    min: 1_048_576,
    doc: "Bytes of bodies in hand; further requests are answered with GATEWAY_FULL.",
  }),
  BACKLOG_LIMIT: count({
    default: 2_000_000,
    doc: "While more messages than this wait in the queues of the events, requests are answered with BACKLOG_FULL.",
  }),
  CONFIRM_TIMEOUT_MS: millis({
    default: 5_000,
    doc: "How long a request waits for the broker; what is not confirmed by then is answered with NOT_CONFIRMED.",
  }),
  HORIZON_MS: millis({
    default: 72 * HOUR_MS,
    doc: "HORIZON_MS of the backends: an older event is refused as TOO_LATE.",
  }),
  MAX_AHEAD_MS: millis({
    default: HOUR_MS,
    doc: "MAX_AHEAD_MS of the backends: an event further in the future is refused as FROM_THE_FUTURE.",
  }),
  CAMERAS_FILE: rereadFile({
    parse: parseCameras,
    doc: "The cameras that send to this gateway: docs/cameras.md. Read again when it changes. Needs EVENT_ID_KEY.",
  }),
  MQTT_URL: optional(
    url({
      protocols: ["mqtt", "mqtts"],
      doc: "Broker of MQTT to which Frigate sends, for the cameras of this vendor. Without it none is asked.",
    }),
  ),
  MQTT_TOPIC: text({
    default: "frigate",
    doc: "`topic_prefix` of Frigate: its `events` and `available` are subscribed to.",
  }),
  MQTT_CLIENT_ID: text({
    default: "boomgate-gateway",
    doc: "Under which the broker of MQTT keeps messages while the gateway is away: another one for each replica.",
  }),
  LOTS_FILE: parsedFile({
    parse: parseLots,
    doc: "The file of lots that the backends have, so that plates are compared in the same way.",
  }),
  NO_PLATE_WORDS: parsed("words, separated by commas", {
    parse: parseNoPlateWords,
    doc: "NO_PLATE_WORDS of the backends: such events are answered as ignored, and not published.",
  }),
} as const;

export type GatewayConfig = Config<typeof gatewaySettings>;

/** How the bodies of events are read. */
export const readingOf = (config: GatewayConfig): EventReading => ({
  lots: config.LOTS_FILE ?? DEFAULT_LOTS,
  noPlate: config.NO_PLATE_WORDS ?? DEFAULT_NO_PLATE,
});
