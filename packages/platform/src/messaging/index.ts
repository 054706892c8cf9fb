export * from "./errors.js";
export * from "./memory-broker.js";
export * from "./message-broker.js";
export * from "./broker-refusal.js";
export * from "./sender-text.js";
export * from "./topology.js";
export { type AmqpBrokerOptions, openAmqpBroker } from "./amqp/amqp-broker.js";
export { BROKER_AWAY } from "./amqp/connection-loop.js";
export {
  appendToStream,
  checkStream,
  readStream,
  type StreamMessage,
  type StreamRead,
  StreamMissingError,
} from "./amqp/read-stream.js";
export type { DroppingQueue } from "./amqp/declare-topology.js";
