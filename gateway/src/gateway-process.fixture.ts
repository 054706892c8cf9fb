import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { eventsOf, pipelineTopology, type QueueNames } from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { childEnv, deleteTopology, uniqueName } from "@boomgate/testing";
import { EVENT_ID_KEY } from "./gateway.fixture.js";

const PROGRAM = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const RECEIPT_KEY = "a key for receipts, the same on all replicas";

/** Queues of one test alone. */
export function someNames() {
  const names: QueueNames = {
    prefix: `${uniqueName()}.`,
    entryQueue: uniqueName(),
    exitQueue: uniqueName(),
  };
  return {
    names,
    env: {
      TOPOLOGY_PREFIX: names.prefix,
      ENTRY_QUEUE: names.entryQueue,
      EXIT_QUEUE: names.exitQueue,
      QUEUE_TYPE: "classic",
    },
    remove: (url: string) => deleteTopology(url, pipelineTopology(names, "classic")),
  };
}

/** A gateway as a process of its own, on a free port. */
export async function gatewayProcess(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [PROGRAM], {
    env: childEnv({ GATEWAY_PORT: "0", METRICS_PORT: "0", EVENT_ID_KEY, RECEIPT_KEY, ...env }),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`it ended: ${lines.join("\n")}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      const { msg, url: found } = JSON.parse(line) as { msg: string; url?: string };
      if (msg.startsWith("gateway listens") && found !== undefined) resolve(found);
    });
  });
  const exited = once(child, "exit");
  return {
    url,
    lines,
    pid: child.pid as number,
    kill: (signal: NodeJS.Signals) => void child.kill(signal),
    /** Exit code, once it has ended. */
    end: async () => ((await exited) as [number | null])[0],
    post: (body: unknown, signal?: AbortSignal) =>
      fetch(`${url}/api/v1/events`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: signal ?? null,
      }),
  };
}

export type GatewayProcess = Awaited<ReturnType<typeof gatewayProcess>>;

/** Takes everything from the queues of the events; a copy counts each time. */
export async function takeAll(url: string, names: QueueNames) {
  const broker = await openAmqpBroker({
    url,
    topology: pipelineTopology(names, "classic"),
    clientName: "test",
    log: { warn: () => undefined, info: () => undefined },
  });
  const found: { readonly id: string; readonly contentType: string | undefined }[] = [];
  for (const queue of [names.entryQueue, names.exitQueue]) {
    await broker.consume(queue, { prefetch: 1_000 }, (delivery) => {
      for (const { event } of eventsOf("event", delivery)) {
        found.push({ id: (event as { id: string }).id, contentType: delivery.contentType });
      }
      delivery.ack();
    });
  }
  return { found, close: () => broker.close() };
}
