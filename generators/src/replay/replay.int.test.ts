import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { eventsOf, isEventArray, pipelineTopology } from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { deleteTopology, uniqueName } from "@boomgate/testing";
import { buildProgram, describeWith, type Program } from "@boomgate/testing/vitest";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { replayOver } from "./replay.fixture.js";

let program: Program;
let folder: string;
beforeAll(async () => {
  program = await buildProgram(new URL("./main.ts", import.meta.url));
  folder = mkdtempSync(join(tmpdir(), "boomgate-replay-"));
});
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true });
});

describeWith("rabbitmq", "replay", ({ rabbitmq }) => {
  const prefix = `${uniqueName()}.`;
  const names = { prefix, entryQueue: `${prefix}entries`, exitQueue: `${prefix}exits` };
  const topology = pipelineTopology(names, "classic");
  afterEach(() => deleteTopology(rabbitmq, topology));

  const lines = [
    `{"id":"e1","vehicle_plate":"AB 123-CD","entry_date_time":"2026-03-01T08:00:00Z"}`,
    `{"id":"e2","vehicle_plate":"AB 123-CD"}`,
    "",
    "not json",
    `{"id":"x1","vehicle_plate":"AB123CD","exit_date_time":"2026-03-01T08:01:00Z"}`,
  ];
  const aFile = (text: string | Buffer) => {
    const file = join(folder, "events.ndjson");
    writeFileSync(file, text);
    return file;
  };
  const replay: ReturnType<typeof replayOver> = (options, input) =>
    replayOver(program.file, rabbitmq, names)(options, input);
  const received = async () => {
    const log = { warn: () => undefined, info: () => undefined };
    const broker = await openAmqpBroker({ url: rabbitmq, topology, clientName: "test", log });
    const events: Record<string, unknown>[] = [];
    let messages = 0;
    let arrays = 0;
    const queues = [names.entryQueue, names.exitQueue];
    const depths = await Promise.all(queues.map((queue) => broker.depth(queue)));
    for (const queue of queues) {
      await broker.consume(queue, { prefetch: 100 }, (delivery) => {
        messages += 1;
        if (isEventArray(delivery.contentType)) arrays += 1;
        for (const { event } of eventsOf("event", delivery))
          events.push(event as (typeof events)[0]);
        delivery.ack();
      });
    }
    await expect.poll(() => messages).toBe(depths.reduce((sum, depth) => sum + depth, 0));
    await broker.close();
    const idOf = (event: Record<string, unknown>) => String(event["id"]);
    return { arrays, events: events.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1)) };
  };

  it("publishes both kinds as they were recorded", async () => {
    const good = [lines[0], lines[4]].join("\n");
    const { code, stdout } = await replay([aFile(good), "--speed", "max"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "2 events published, 0 bad lines\n" });
    expect((await received()).events).toEqual(
      [lines[0], lines[4]].map((line) => JSON.parse(line ?? "")),
    );
  });

  it("publishes what comes at once as arrays, unless PACK_EVENTS is false", async () => {
    const recording = Array.from({ length: 250 }, (_, index) => ({
      ...{ id: `e${1_000 + index}`, vehicle_plate: `P${index}` },
      entry_date_time: new Date(Date.UTC(2026, 2, 1, 8, index)).toISOString(),
    }));
    const file = aFile(recording.map((event) => JSON.stringify(event)).join("\n"));
    const { stdout } = await replay([file, "--speed", "max"]);
    expect(stdout).toBe("250 events published, 0 bad lines\n");
    const packed = await received();
    expect(packed.events).toEqual(recording);
    expect(packed.arrays).toBeGreaterThan(0);
    const single = replayOver(program.file, rabbitmq, names, { PACK_EVENTS: "false" });
    expect((await single([file, "--speed", "max"])).code).toBe(0);
    expect(await received()).toEqual({ arrays: 0, events: recording });
  });

  it("fails for bad lines, and names each by its number, without its plate", async () => {
    const { code, stdout, stderr } = await replay([aFile(lines.join("\n")), "--speed", "max"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "2 events published, 2 bad lines\n" });
    expect(stderr).toContain("line 2 skipped");
    expect(stderr).toContain("line 4 skipped: is not JSON");
    expect(stderr).not.toContain("AB");
    expect((await received()).events).toHaveLength(2);
  });

  it("fails for a recording that is cut off, and publishes what is left of it", async () => {
    const packed = gzipSync(`${lines[0]}\n${lines[4]}\n`);
    const whole = await replay([aFile(packed), "--speed", "max"]);
    expect(whole).toMatchObject({ code: 0, stdout: "2 events published, 0 bad lines\n" });
    const cut = await replay([aFile(packed.subarray(0, -9)), "--speed", "max"]);
    expect(cut.code).toBe(1);
    expect(cut.stderr).toContain("stopped after line 2: the gzip data is cut off");
    expect((await received()).events).toHaveLength(4);
  });

  it("reads standard input, at a multiple of the recorded pace", async () => {
    const startedMs = performance.now();
    const { code } = await replay(["-", "--speed", "120"], `${lines[0]}\n${lines[4]}\n`);
    expect(code).toBe(0);
    expect(performance.now() - startedMs).toBeGreaterThan(500);
    expect((await received()).events).toHaveLength(2);
  });

  it("stops at a bad line when asked to", async () => {
    const file = aFile(lines.join("\n"));
    const { code, stderr } = await replay([file, "--speed", "max", "--on-bad-line", "stop"]);
    expect(code).toBe(1);
    expect(stderr).toContain("stopped at line 2");
    expect((await received()).events).toHaveLength(1);
  });

  it("publishes nothing in a dry run, and waits for neither the pace nor a broker", async () => {
    const later = lines.join("\n").replace("08:01", "20:01");
    const dryRun = replayOver(program.file, "amqp://127.0.0.1:1", names);
    const { code, stdout } = await dryRun([aFile(later), "--dry-run"]);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: "2 events could be published, 2 bad lines\n",
    });
    const good = await dryRun(["-", "--dry-run"], `[${lines[0]},${lines[4]}]`);
    expect(good).toMatchObject({
      code: 0,
      stdout: "2 events could be published, 0 bad lines\n",
    });
  });

  it("moves the times so that the first is now", async () => {
    const before = Date.now();
    const more = `${lines[0]?.slice(0, -1)},"candidates":[{"plate":"AB723CD"}]}`;
    await replay([aFile(`${more}\n${lines[4]}`), "--speed", "max", "--shift-to-now"]);
    const [entry, exit] = (await received()).events;
    expect(entry).toMatchObject({ id: "e1", candidates: [{ plate: "AB723CD" }] });
    const enteredMs = Date.parse(String(entry?.["entry_date_time"]));
    expect(enteredMs).toBeGreaterThanOrEqual(before);
    expect(Date.parse(String(exit?.["exit_date_time"])) - enteredMs).toBe(60_000);
  });

  it.each([
    [["missing.ndjson"], 1, "cannot be read (ENOENT)"],
    [[tmpdir()], 1, "cannot be read (EISDIR)"],
    [["-", "--speed", "0"], 64, "above 0"],
    [["-", "--nonsense"], 64, "unknown option"],
    [[], 64, "missing required argument"],
  ] as const)("refuses %j with exit code %i", async (options, expected, problem) => {
    const { code, stderr } = await replay(options);
    expect(code).toBe(expected);
    expect(stderr).toContain(problem);
  });
});
