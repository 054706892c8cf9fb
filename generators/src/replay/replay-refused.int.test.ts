import { eventExchangesOf, pipelineTopology } from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { type StartedService, startLimitedRabbitmq } from "@boomgate/testing";
import { buildProgram, describeWithProgram, type Program } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { replayOver } from "./replay.fixture.js";

describeWithProgram("rabbitmq-server", "replay as a user who may not publish", () => {
  const closed = { prefix: "closed.", entryQueue: "closed.entries", exitQueue: "closed.exits" };
  const open = { prefix: "open.", entryQueue: "open.entries", exitQueue: "open.exits" };
  let program: Program;
  let server: StartedService;
  beforeAll(async () => {
    program = await buildProgram(new URL("./main.ts", import.meta.url));
    server = await startLimitedRabbitmq(`^(?!${eventExchangesOf(closed).entry}$)`);
  }, 60_000);
  afterAll(async () => {
    program.remove();
    await server.stop();
  }, 30_000);

  const lines = Array.from(
    { length: 3_000 },
    (_, nth) =>
      `{"id":"e${nth}","vehicle_plate":"AB123CD","entry_date_time":"2026-03-01T08:00:00Z"}\n`,
  ).join("");

  it("ends at once, in the words of the broker", async () => {
    const startedMs = performance.now();
    const replay = replayOver(program.file, server.url, closed);
    const { code, stdout, stderr } = await replay(["-", "--speed", "max"], lines);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(code).toBe(1);
    expect(stderr).toMatch(/stopped at line \d+: ACCESS_REFUSED - .*access to exchange/);
    expect(stderr).not.toContain("Warning");
    expect(stdout).toMatch(/^0 events published, 0 bad lines, \d+ not confirmed\n$/);
  });

  it("publishes where the user may", async () => {
    // One event a message, so that the depth of the queue counts events.
    const replay = replayOver(program.file, server.url, open, { PACK_EVENTS: "false" });
    const { code, stdout } = await replay(["-", "--speed", "max"], lines);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "3000 events published, 0 bad lines\n" });
    const log = { warn: () => undefined, info: () => undefined };
    const topology = pipelineTopology(open, "classic");
    const broker = await openAmqpBroker({ url: server.url, topology, clientName: "test", log });
    expect(await broker.depth(open.entryQueue)).toBe(3_000);
    await broker.close();
  });
});
