import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { childEnv, startTcpProxy, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";

const PROGRAM = fileURLToPath(new URL("../dist/main.js", import.meta.url));

function backend(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [PROGRAM], {
    env: childEnv({ METRICS_PORT: "0", ...env }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  let heard = () => {};
  createInterface({ input: child.stdout }).on("line", (line) => {
    said.push(String((JSON.parse(line) as { msg: unknown }).msg));
    heard();
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, "close");
  return {
    said,
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
  ])("stops at once when told to while it waits for %s", async (missing, message) => {
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
});
