import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { pipelineTopology } from "@boomgate/contracts";
import { childEnv, deleteKeys, deleteTopology, startTcpProxy, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { connect } from "amqplib";
import { expect, it } from "vitest";

const PROGRAM = fileURLToPath(new URL("../dist/main.js", import.meta.url));

function backend(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [PROGRAM], {
    // No summary API runs that could keep a ledger.
    env: childEnv({ METRICS_PORT: "0", LEDGER: "off", ...env }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  const lines: string[] = [];
  let heard = () => {};
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    said.push(String((JSON.parse(line) as { msg: unknown }).msg));
    heard();
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, "close");
  return {
    said,
    /** As they were written. */
    lines,
    says: async (message: string) => {
      while (!said.includes(message)) await new Promise<void>((resolve) => (heard = resolve));
    },
    stop: () => child.kill("SIGTERM"),
    end: async () => ({ code: ((await closed) as [number | null])[0], stderr }),
  };
}

describeWith(["rabbitmq", "redis"], "the backend's process", ({ rabbitmq, redis }) => {
  const names = { TOPOLOGY_PREFIX: uniqueName(), ENTRY_QUEUE: "unused", EXIT_QUEUE: "unused" };

  it.each([
    ["AMQP_URL", "the broker is away, trying again"],
    ["REDIS_URL", "redis is away"],
  ])("stops at once on a signal while it waits for %s", async (missing, message) => {
    const proxy = await startTcpProxy(missing === "AMQP_URL" ? rabbitmq : redis);
    proxy.refuse();
    const env = { AMQP_URL: rabbitmq, REDIS_URL: redis, ...names, [missing]: proxy.url };
    const waiting = backend(env);
    await waiting.says(message);
    waiting.stop();
    expect(await waiting.end()).toEqual({ code: 0, stderr: "" });
    expect(waiting.said.at(-1)).toBe("stopped before it had started");
    await proxy.stop();
  });

  it("lists what is wrong with its settings, without a value, and ends with 78", async () => {
    const { code, stderr } = await backend({ AMQP_URL: "http://s3cret@x", PREFETCH: "0" }).end();
    expect(code).toBe(78);
    expect(stderr).toContain("AMQP_URL");
    expect(stderr).toContain("PREFETCH");
    expect(stderr).not.toContain("s3cret");
  });

  it("refuses a queue that drops messages, and says what to do", async () => {
    const own = { prefix: uniqueName(), entryQueue: uniqueName(), exitQueue: uniqueName() };
    const connection = await connect(rabbitmq);
    const channel = await connection.createChannel();
    const given = { "x-queue-type": "quorum", "x-delivery-limit": 5 };
    await channel.assertQueue(own.exitQueue, { durable: true, arguments: given });
    await connection.close();
    const prefix = { STORE_KEY_PREFIX: `${uniqueName()}:` };
    const env = {
      ...{ AMQP_URL: rabbitmq, REDIS_URL: redis, TOPOLOGY_PREFIX: own.prefix, ...prefix },
      ...{ ENTRY_QUEUE: own.entryQueue, EXIT_QUEUE: own.exitQueue },
    };
    const refused = backend(env);
    expect((await refused.end()).code).toBe(1);
    expect(refused.lines.join("\n")).toContain(`${own.exitQueue} (5)`);
    expect(refused.lines.join("\n")).toContain("DELIVERY_LIMIT_BY_POLICY=true");
    const started = backend({ ...env, DELIVERY_LIMIT_BY_POLICY: "true" });
    await started.says("consuming");
    started.stop();
    expect((await started.end()).code).toBe(0);
    await deleteKeys(`${redis}/1`, prefix.STORE_KEY_PREFIX);
    await deleteTopology(rabbitmq, pipelineTopology(own, "quorum"));
  });

  it.each(["AMQP_URL", "REDIS_URL"])(
    "is not ready when %s is frozen, without any traffic, and ready again when it goes on",
    async (frozen) => {
      const queues = { TOPOLOGY_PREFIX: uniqueName(), QUEUE_TYPE: "classic" };
      const own = { ...queues, ENTRY_QUEUE: uniqueName(), EXIT_QUEUE: uniqueName() };
      const prefix = { STORE_KEY_PREFIX: `${uniqueName()}:` };
      const proxy = await startTcpProxy(frozen === "AMQP_URL" ? rabbitmq : redis);
      const env = { AMQP_URL: rabbitmq, REDIS_URL: redis, [frozen]: proxy.url };
      const user = "http://us%40er:s3cret@127.0.0.1:1/stays?key=s3cret";
      const running = backend({ ...env, ...own, ...prefix, SUMMARY_URL: user });
      await running.says("consuming");
      const [{ metrics }] = running.lines
        .map((line) => JSON.parse(line) as { metrics?: string })
        .filter((line) => line.metrics !== undefined) as [{ metrics: string }];
      const ready = async () => {
        const answer = await fetch(`${metrics}/readyz`);
        return { status: answer.status, body: (await answer.json()) as object };
      };
      await expect.poll(ready).toMatchObject({ status: 200 });
      proxy.stall();
      const part = frozen === "AMQP_URL" ? { broker: false, consuming: false } : { store: false };
      await expect
        .poll(ready, { timeout: 20_000, interval: 200 })
        .toMatchObject({ status: 503, body: part });
      proxy.flow();
      await expect.poll(ready, { timeout: 20_000 }).toMatchObject({ status: 200 });
      proxy.stall();
      running.stop();
      expect(await running.end()).toEqual({ code: 0, stderr: "" });
      expect(running.lines.join("\n")).toContain('"sink":"http://127.0.0.1:1/stays"');
      expect(running.lines.join("\n")).not.toContain("s3cret");
      await proxy.stop();
      await deleteKeys(`${redis}/1`, prefix.STORE_KEY_PREFIX);
      await deleteTopology(
        rabbitmq,
        pipelineTopology(
          { prefix: own.TOPOLOGY_PREFIX, entryQueue: own.ENTRY_QUEUE, exitQueue: own.EXIT_QUEUE },
          "classic",
        ),
      );
    },
  );
});
