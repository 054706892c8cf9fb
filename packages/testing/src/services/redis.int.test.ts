import { createClient } from "redis";
import { startRedis } from "./redis.js";
import { startedServiceSuite } from "./started-service.suite.js";

async function command(url: string, ...words: string[]): Promise<unknown> {
  const client = createClient({ url });
  await client.connect();
  try {
    return await client.sendCommand(words);
  } finally {
    client.destroy();
  }
}

startedServiceSuite("redis", {
  start: () => startRedis({ config: { appendonly: "yes", appendfsync: "always" } }),
  write: async (url) => {
    await command(url, "SET", "state", "kept");
  },
  read: (url) => command(url, "GET", "state"),
});
