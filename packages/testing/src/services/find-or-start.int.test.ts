import { expect, it } from "vitest";
import { answers } from "./answers.js";
import { findOrStartServices } from "./find-or-start.js";
import { describeWith } from "../vitest/describe-with.js";

describeWith("redis", "a service that runs already", ({ redis }) => {
  it("is used where its variable says, and goes on after the stop", async () => {
    const services = await findOrStartServices(["redis"], { REDIS_URL: redis });
    expect(services.reports.redis).toEqual({ state: "found", url: redis });
    await services.stop();
    await answers.redis(redis);
  });

  it("is left alone when one of our own is asked for", async () => {
    const services = await findOrStartServices(["redis"], {
      ...process.env,
      REDIS_URL: redis,
      TEST_SERVICES: "start",
    });
    expect(services.reports.redis.state).toBe("started");
    expect(services.urlOf("redis")).not.toBe(redis);
    await services.stop();
    await expect(answers.redis(services.urlOf("redis"))).rejects.toThrow();
  });
});
