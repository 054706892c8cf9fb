import { createMemoryBroker } from "./memory-broker.js";
import { describeMessageBroker } from "./message-broker.suite.js";

describeMessageBroker("the broker in memory", () => ({
  open: async (topology) => createMemoryBroker({ topology }),
  remove: async () => undefined,
  queueArguments: {},
}));
