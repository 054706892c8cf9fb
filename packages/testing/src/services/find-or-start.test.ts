import { describe, expect, it } from "vitest";
import { freePort } from "./free-port.js";
import { findOrStartServices } from "./find-or-start.js";
import { ServiceMissingError } from "./service.js";

describe("finding or starting services", () => {
  it("says of each missing service where it was looked for and why it could not start", async () => {
    const port = await freePort();
    const services = await findOrStartServices(["rabbitmq", "redis"], {
      AMQP_URL: `amqp://guest:secret@127.0.0.1:${port}`,
      REDIS_URL: `redis://:secret@127.0.0.1:${port}`,
      PATH: "/nowhere",
    });
    expect(services.reports).toEqual({
      rabbitmq: {
        state: "missing",
        // Which of the two depends on the machine: Debian's server is found off the PATH.
        reason: expect.stringMatching(
          new RegExp(
            `^amqp://127.0.0.1:${port} does not answer \\(ECONNREFUSED\\); (rabbitmq-server|epmd) is not on the PATH$`,
          ),
        ) as string,
      },
      redis: {
        state: "missing",
        reason: `redis://127.0.0.1:${port} does not answer (ECONNREFUSED); redis-server is not on the PATH`,
      },
    });
    expect(() => services.urlOf("redis")).toThrow(ServiceMissingError);
    await services.stop();
  });

  it("finds and starts nothing when TEST_SERVICES is none", async () => {
    const services = await findOrStartServices(["postgres"], { TEST_SERVICES: "none" });
    expect(services.reports.postgres).toEqual({
      state: "missing",
      reason: "TEST_SERVICES=none starts none",
    });
  });

  it("refuses a mode it does not know", async () => {
    await expect(findOrStartServices(["redis"], { TEST_SERVICES: "some" })).rejects.toThrow(
      "must be one of",
    );
  });
});
