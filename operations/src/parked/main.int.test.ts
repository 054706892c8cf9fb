import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  encodeEventArray,
  EVENT_ARRAY_CONTENT_TYPE,
  HEADERS,
  parkedExchangeOf,
  parkedQueueOf,
  pipelineTopology,
  poisonExchangeOf,
} from "@boomgate/contracts";
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import {
  childEnv,
  deleteTopology,
  field,
  freePort,
  list,
  nested,
  publishRaw,
  text,
  typed,
  uniqueName,
} from "@boomgate/testing";
import { buildProgram, describeWith, type Program } from "@boomgate/testing/vitest";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";

let program: Program;
beforeAll(async () => {
  program = await buildProgram(new URL("./main.ts", import.meta.url));
});
afterAll(() => program.remove());

describeWith("rabbitmq", "the command line of the parking lot", ({ rabbitmq: url }) => {
  const prefix = `${uniqueName()}.`;
  const names = { prefix, entryQueue: `${prefix}entries`, exitQueue: `${prefix}exits` };
  const topology = pipelineTopology(names, "quorum");
  const queue = parkedQueueOf(names);
  const log = { warn: () => undefined, info: () => undefined };
  let broker: MessageBroker;
  beforeEach(async () => {
    broker = await openAmqpBroker({ url, topology, clientName: "test", log });
    for (const [id, code] of [
      ["e1", "TOO_LATE"],
      ["e2", "UNEXPECTED"],
      ["e3", "TOO_LATE"],
    ] as const) {
      await broker.publish({
        exchange: parkedExchangeOf(names),
        routingKey: "",
        body: Buffer.from(`{"id":"${id}","vehicle_plate":"AB123CD"}`),
        messageId: id,
        headers: { [HEADERS.parkedCode]: code, [HEADERS.originalQueue]: names.entryQueue },
      });
    }
  });
  afterEach(async () => {
    await broker.close();
    await deleteTopology(url, topology);
  });

  const parked = (...options: readonly string[]) => parkedWith({}, ...options);
  const parkedWith = async (
    env: Readonly<Record<string, string>>,
    ...options: readonly string[]
  ) => {
    const child = spawn(process.execPath, [program.file, ...options], {
      env: childEnv({
        AMQP_URL: url,
        TOPOLOGY_PREFIX: prefix,
        ENTRY_QUEUE: names.entryQueue,
        EXIT_QUEUE: names.exitQueue,
        ...env,
      }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, stdout, stderr };
  };

  it("lists and shows messages, and keeps them", async () => {
    const listed = await parked("list", "--json");
    expect(JSON.parse(listed.stdout)).toMatchObject({
      total: 3,
      causes: [
        { code: "TOO_LATE", count: 2 },
        { code: "UNEXPECTED", count: 1 },
      ],
    });
    const shown = await parked("show", "e2");
    expect(shown.stdout).toContain("UNEXPECTED");
    expect(shown.stdout).not.toContain("AB123CD");
    expect((await parked("show", "e2", "--plates")).stdout).toContain("AB123CD");
    expect((await parked("show", "nobody")).code).toBe(1);
    await expect.poll(() => broker.depth(queue)).toBe(3);
  });

  it("lists and shows the events of an array that the broker gave up, and replays them", async () => {
    const events = ["a1", "a2"].map((id) => ({
      body: Buffer.from(`{"id":"${id}","vehicle_plate":"AB123CD"}`),
      publishedAtMs: Date.now(),
    }));
    await broker.publish({
      ...{ exchange: poisonExchangeOf(names), routingKey: names.entryQueue, headers: {} },
      ...{ body: encodeEventArray(events), contentType: EVENT_ARRAY_CONTENT_TYPE },
    });
    const listed = await parked("list", "--json");
    expect(JSON.parse(listed.stdout)).toMatchObject({ total: 5 });
    expect((await parked("show", "a2")).stdout).toMatch(/GIVEN_UP_BY_BROKER[^]*"id":"a2"/);
    const replayed = await parked("replay", "--code", "GIVEN_UP_BY_BROKER");
    expect(replayed.stdout).toBe("2 replayed, 0 kept without a known origin\n");
    await expect
      .poll(async () => [await broker.depth(queue), await broker.depth(names.entryQueue)])
      .toEqual([3, 2]);
  });

  it("replays one cause to the original queue", async () => {
    const replayed = await parked("replay", "--code", "TOO_LATE", "--limit", "1");
    expect(replayed).toEqual({
      code: 0,
      stdout: "1 replayed, 0 kept without a known origin\n",
      stderr: "",
    });
    await expect
      .poll(async () => [await broker.depth(queue), await broker.depth(names.entryQueue)])
      .toEqual([2, 1]);
  });

  it("reads many hostile messages, and prints none of their control characters", async () => {
    const hostile = [
      field("deep", nested(5_000, "F")),
      field("deep", nested(3_000, "A")),
      field("large", typed("L", Buffer.alloc(8))),
      field("long", text("x".repeat(100_000))),
      field("CC", list(text(names.exitQueue))),
      field("\u001b[2J", text("\u001b]0;x\u0007\u009b2J")),
      field(Buffer.alloc(255, 0xff), text(Buffer.alloc(9_000, 0xff))),
    ];
    for (const exchange of [parkedExchangeOf(names), poisonExchangeOf(names)]) {
      for (const [index, headers] of hostile.entries()) {
        const properties = { messageId: `h${index}\u001b[2J\u202e` };
        const body = `{"id":"h\\u001b[2J","vehicle\\u005fplate":"SECRET"}\u009b2J`;
        const routingKey = names.entryQueue;
        await publishRaw(url, { exchange, routingKey, headers, properties, body });
      }
    }
    await expect.poll(() => broker.depth(queue)).toBe(17);
    const listed = await parked("list");
    const shown: (typeof listed)[] = [];
    for (const index of hostile.keys()) {
      shown.push(await parked("show", String.raw`h${index}\u001b[2J\u202e`));
    }
    const json = await parked("show", String.raw`h5\u001b[2J\u202e`, "--json");
    for (const { code, stdout, stderr } of [listed, ...shown, json]) {
      expect([code, stderr]).toEqual([0, ""]);
      // oxlint-disable-next-line no-control-regex -- these are what is tested
      expect(stdout.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
      expect(stdout).not.toContain("SECRET");
    }
    expect(listed.stdout).toMatch(/GIVEN_UP_BY_BROKER +7/);
    // What the broker gave up has an origin; a message without an origin stays.
    const replayed = await parked("replay", "--code", "GIVEN_UP_BY_BROKER");
    expect(replayed.stdout).toBe("7 replayed, 0 kept without a known origin\n");
    await expect.poll(() => broker.depth(names.entryQueue)).toBe(7);
    expect(await broker.depth(names.exitQueue)).toBe(0);
  });

  it("purges only after a yes", async () => {
    const unasked = await parked("purge");
    expect(unasked.code).toBe(1);
    expect(unasked.stderr).toContain("--yes");
    await expect.poll(() => broker.depth(queue)).toBe(3);
    expect((await parked("purge", "--yes", "--code", "TOO_LATE")).stdout).toBe("2 deleted\n");
    await expect.poll(() => broker.depth(queue)).toBe(1);
  });

  it("has a help text, and refuses an unknown command", async () => {
    expect((await parked("--help")).stdout).toContain("replay");
    const burn = await parked("burn");
    expect([burn.code, burn.stderr]).toEqual([64, "error: unknown command 'burn'\n"]);
  });

  it("makes no parking lot where there is none, and names broker and prefix", async () => {
    const other = `${uniqueName()}.`;
    for (const command of ["list", "replay", "purge"]) {
      const { code, stdout, stderr } = await parkedWith({ TOPOLOGY_PREFIX: other }, command);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toContain(`there is no parking lot ${other}parking.parked`);
    }
    const there = broker.depth(parkedQueueOf({ ...names, prefix: other }));
    await expect(there).rejects.toThrow("the broker has no queue");
  });

  it("reports why the broker cannot be reached, without waiting", async () => {
    const port = await freePort();
    const away = await parkedWith({ AMQP_URL: `amqp://guest:s3cret@127.0.0.1:${port}` });
    expect(away.code).toBe(1);
    expect(away.stderr).toContain(`127.0.0.1:${port}`);
    expect(away.stderr).toContain("ECONNREFUSED");
    const refused = new URL(url);
    refused.password = "s3cret";
    const wrong = await parkedWith({ AMQP_URL: refused.href });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("ACCESS_REFUSED");
    const other = await parkedWith({ AMQP_URL: `${url}/${uniqueName()}` });
    expect(other.stderr).toContain("is closed to this user");
    expect(away.stderr + wrong.stderr).not.toContain("s3cret");
  });
});
