import { eventExchangesOf } from "@boomgate/contracts";
import { type StartedService, startLimitedRabbitmq } from "@boomgate/testing";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Environment } from "../environment.js";
import { LoadPublisher } from "./load-publisher.js";

describeWithProgram("rabbitmq-server", "a load whose user may not publish", () => {
  const names = { prefix: "closed.", entryQueue: "closed.entries", exitQueue: "closed.exits" };
  const exchanges = eventExchangesOf(names);
  let server: StartedService;
  beforeAll(
    async () =>
      void (server = await startLimitedRabbitmq(`^(?!(${exchanges.entry}|${exchanges.exit})$)`)),
    60_000,
  );
  afterAll(() => server.stop(), 30_000);

  it("ends at once with the message of the broker", async () => {
    const environment = { amqpUrl: server.url, names, exchanges } as Environment;
    const publisher = await LoadPublisher.open(environment, { queueType: "classic", pack: true });
    const startedMs = performance.now();
    const stages = [{ fromRate: 100, toRate: 100, seconds: 60 }];
    const published = publisher.publish(stages, new AbortController().signal);
    await expect(published).rejects.toThrow("the broker takes no event: ACCESS_REFUSED - ");
    expect(performance.now() - startedMs).toBeLessThan(30_000);
    await publisher.close();
  });
});
