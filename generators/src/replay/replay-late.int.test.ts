import { pipelineTopology } from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { deleteKeys, deleteTopology, freePort, uniqueName } from "@boomgate/testing";
import { buildProgram, describeWith, type Program } from "@boomgate/testing/vitest";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { writeFloor } from "../floor/floor.fixture.js";
import { replayOver } from "./replay.fixture.js";

let program: Program;
beforeAll(async () => {
  program = await buildProgram(new URL("./main.ts", import.meta.url));
});
afterAll(() => program.remove());

describeWith(["rabbitmq", "redis"], "a replay into a store with a floor", ({ rabbitmq, redis }) => {
  const prefix = `${uniqueName()}.`;
  const names = { prefix, entryQueue: `${prefix}entries`, exitQueue: `${prefix}exits` };
  const topology = pipelineTopology(names, "classic");
  const floorMs = Date.parse("2026-03-01T08:00:30Z");
  beforeEach(() => writeFloor(redis, prefix, { text: `${floorMs} ` }));
  afterEach(async () => {
    await deleteTopology(rabbitmq, topology);
    await deleteKeys(`${redis}/1`, prefix);
  });

  const lines = [
    `{"id":"x1","vehicle_plate":"AB123CD","exit_date_time":"2026-03-01T08:00:40Z"}`,
    `{"id":"e1","vehicle_plate":"AB123CD","entry_date_time":"2026-03-01T08:00:00Z"}`,
    `{"id":"e2","vehicle_plate":null,"entry_date_time":"2026-03-01T08:00:00Z"}`,
    `{"id":"x2","vehicle_plate":"AB723CD","exit_date_time":"2026-03-01T08:00:50Z"}`,
  ].join("\n");
  const run = async (
    options: readonly string[],
    settings: Readonly<Record<string, string>> = {},
  ) => {
    const replay = replayOver(program.file, rabbitmq, names, { REDIS_URL: redis, ...settings });
    const ended = await replay(["-", "--speed", "max", ...options], lines);
    const log = { warn: () => undefined, info: () => undefined };
    const broker = await openAmqpBroker({ url: rabbitmq, topology, clientName: "test", log });
    const queues = [names.entryQueue, names.exitQueue];
    const depths = await Promise.all(queues.map((queue) => broker.depth(queue)));
    await broker.close();
    return { ...ended, depths };
  };

  it("ends at the first event that is too late, and says what to do", async () => {
    const { code, stdout, stderr, depths } = await run([]);
    expect({ code, stdout, depths }).toEqual({
      code: 1,
      stdout: "1 events published, 0 bad lines, 1 too late\n",
      depths: [0, 1],
    });
    expect(stderr).toMatch(
      /^stopped at line 2: lies at or before 2026-03-01T08:00:30.000Z, .* TOO_LATE.*--on-late/m,
    );
    expect(stderr).not.toContain("AB123CD");
  });

  it("leaves out what is too late, and fails for it", async () => {
    const { code, stdout, stderr, depths } = await run(["--on-late", "skip"]);
    expect({ code, stdout, depths }).toEqual({
      code: 1,
      stdout: "3 events published, 0 bad lines, 1 too late\n",
      depths: [1, 2],
    });
    expect(stderr).toContain("line 2 skipped: lies at or before");
  });

  it.each([
    ["when asked to publish them all the same", ["--on-late", "publish"]],
    ["when their moved times are not too late", ["--shift-to-now"]],
  ])("publishes all events %s", async (_, options) => {
    const { code, depths } = await run(options);
    expect({ code, depths }).toEqual({ code: 0, depths: [2, 2] });
  });

  it("finds out in a dry run, too", async () => {
    const { code, stdout, depths } = await run(["--dry-run", "--on-late", "skip"]);
    expect({ code, stdout, depths }).toEqual({
      code: 1,
      stdout: "3 events could be published, 0 bad lines, 1 too late\n",
      depths: [0, 0],
    });
  });

  it("goes on without a Redis, and says so", async () => {
    const settings = { REDIS_URL: `redis://127.0.0.1:${await freePort()}` };
    const { code, stderr, depths } = await run([], settings);
    expect({ code, depths }).toEqual({ code: 0, depths: [2, 2] });
    expect(stderr).toMatch(/^the floor of the store is not known.*ECONNREFUSED.*\n$/);
  });
});
