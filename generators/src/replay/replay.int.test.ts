import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipelineTopology } from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { deleteTopology, uniqueName } from "@boomgate/testing";
import { buildProgram, describeWith, type Program } from "@boomgate/testing/vitest";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";

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
  const aFile = (text: string) => {
    const file = join(folder, "events.ndjson");
    writeFileSync(file, text);
    return file;
  };
  const replay = async (options: readonly string[], input = "") => {
    const child = spawn(process.execPath, [program.file, ...options], {
      env: {
        PATH: process.env["PATH"],
        AMQP_URL: rabbitmq,
        TOPOLOGY_PREFIX: prefix,
        ENTRY_QUEUE: names.entryQueue,
        EXIT_QUEUE: names.exitQueue,
        QUEUE_TYPE: "classic",
      },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.end(input);
    const [code] = (await once(child, "close")) as [number | null];
    return { code, stdout, stderr };
  };
  const received = async () => {
    const log = { warn: () => undefined, info: () => undefined };
    const broker = await openAmqpBroker({ url: rabbitmq, topology, clientName: "test", log });
    const bodies: string[] = [];
    const queues = [names.entryQueue, names.exitQueue];
    const depths = await Promise.all(queues.map((queue) => broker.depth(queue)));
    for (const queue of queues) {
      await broker.consume(queue, { prefetch: 100 }, (delivery) => {
        bodies.push(delivery.body.toString());
        delivery.ack();
      });
    }
    await expect.poll(() => bodies.length).toBe(depths.reduce((sum, depth) => sum + depth, 0));
    await broker.close();
    const events = bodies.map((body) => JSON.parse(body) as Record<string, unknown>);
    return events.toSorted((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1));
  };

  it("publishes both kinds, and tells of each bad line by its number and not its plate", async () => {
    const { code, stdout, stderr } = await replay([aFile(lines.join("\n")), "--speed", "max"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "2 events published, 2 bad lines\n" });
    expect(stderr).toContain("line 2 skipped");
    expect(stderr).toContain("line 4 skipped: is not JSON");
    expect(stderr).not.toContain("AB");
    expect(await received()).toMatchObject([
      { id: "e1", vehicle_plate: "AB123CD", entry_date_time: "2026-03-01T08:00:00.000Z" },
      { id: "x1", exit_date_time: "2026-03-01T08:01:00.000Z" },
    ]);
  });

  it("reads standard input, at a multiple of the recorded pace", async () => {
    const startedMs = performance.now();
    const { code } = await replay(["-", "--speed", "120"], `${lines[0]}\n${lines[4]}\n`);
    expect(code).toBe(0);
    expect(performance.now() - startedMs).toBeGreaterThan(500);
    expect(await received()).toHaveLength(2);
  });

  it("stops at a bad line when asked to", async () => {
    const file = aFile(lines.join("\n"));
    const { code, stderr } = await replay([file, "--speed", "max", "--on-bad-line", "stop"]);
    expect(code).toBe(1);
    expect(stderr).toContain("stopped at line 2");
    expect(await received()).toHaveLength(1);
  });

  it("publishes nothing in a dry run", async () => {
    const { code, stdout } = await replay([aFile(lines.join("\n")), "--speed", "max", "--dry-run"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "2 events could be published, 2 bad lines\n",
    });
  });

  it("moves the times so that the first is now", async () => {
    const before = Date.now();
    await replay([aFile(lines.join("\n")), "--speed", "max", "--shift-to-now"]);
    const [entry, exit] = await received();
    const enteredMs = Date.parse(String(entry?.["entry_date_time"]));
    expect(enteredMs).toBeGreaterThanOrEqual(before);
    expect(Date.parse(String(exit?.["exit_date_time"])) - enteredMs).toBe(60_000);
  });

  it.each([
    [["missing.ndjson"], 1, "cannot be read (ENOENT)"],
    [["-", "--speed", "0"], 64, "above 0"],
    [["-", "--nonsense"], 64, "unknown option"],
    [[], 64, "missing required argument"],
  ] as const)("refuses %j with exit code %i", async (options, expected, told) => {
    const { code, stderr } = await replay(options);
    expect(code).toBe(expected);
    expect(stderr).toContain(told);
  });
});
