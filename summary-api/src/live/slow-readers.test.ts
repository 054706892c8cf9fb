import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createRegistry } from "@boomgate/platform/telemetry";
import { expect, it } from "vitest";
import { createSinkMetrics } from "../telemetry/sink-metrics.js";
import { aStay } from "../store/stays/stays.fixture.js";
import { LiveFeed } from "./live-feed.js";

/** Never reads what it is sent. */
async function aDeafReader(live: LiveFeed) {
  const server = createServer((_request, response) => void live.join(response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const reader = connect(port, "127.0.0.1", () => {
    reader.pause();
    reader.write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  });
  reader.on("error", () => undefined); // the connection is closed
  return () => {
    reader.destroy();
    server.close();
  };
}

it("disconnects a reader that leaves more and more unread", { timeout: 30_000 }, async () => {
  const metrics = createSinkMetrics(createRegistry("test"));
  const live = new LiveFeed(metrics, { tickMs: 1, beatMs: 600_000 });
  const stop = await aDeafReader(live);
  const readers = async () => (await metrics.liveClients.get()).values[0]?.value;
  await expect.poll(readers).toBe(1);
  const stays = Array.from({ length: 100 }, (_, index) => ({
    stay: aStay({ id: "x".repeat(100) + index }),
    outcome: "new" as const,
  }));
  const publishing = setInterval(() => live.publish(stays), 1);
  await expect.poll(readers, { timeout: 20_000 }).toBe(0);
  clearInterval(publishing);
  stop();
  live.stop();
});

it("disconnects a reader that does not read a beat until the next", async () => {
  const live = new LiveFeed(createSinkMetrics(createRegistry("test")), { tickMs: 10, beatMs: 20 });
  const reader = (takes: boolean) => {
    const state = { beats: 0, isGone: false };
    const client = {
      writableLength: 0,
      write(text: string, taken?: () => void) {
        if (text.startsWith("event: beat")) state.beats += 1;
        if (takes) taken?.();
      },
      once: () => client,
      end: () => undefined,
      destroy: () => (state.isGone = true),
    };
    live.join(client as unknown as ServerResponse);
    return state;
  };
  const [deaf, good] = [reader(false), reader(true)];
  await expect.poll(() => deaf.isGone).toBe(true);
  await expect.poll(() => good.beats).toBeGreaterThan(5);
  expect(good.isGone).toBe(false);
  live.stop();
});
