import { spawn } from "node:child_process";
import { once } from "node:events";
import type { QueueNames } from "@boomgate/contracts";
import { childEnv } from "@boomgate/testing";

interface ReplayRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program over classic queues and a store of these names. */
export const replayOver =
  (
    program: string,
    amqpUrl: string,
    names: QueueNames,
    settings: Readonly<Record<string, string>> = {},
  ) =>
  async (options: readonly string[], input: string | Buffer = ""): Promise<ReplayRun> => {
    const child = spawn(process.execPath, [program, ...options], {
      env: childEnv({
        AMQP_URL: amqpUrl,
        TOPOLOGY_PREFIX: names.prefix,
        ENTRY_QUEUE: names.entryQueue,
        EXIT_QUEUE: names.exitQueue,
        QUEUE_TYPE: "classic",
        STORE_KEY_PREFIX: names.prefix,
        ...settings,
      }),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on("error", () => undefined); // it ended before it had read all
    child.stdin.end(input);
    const [code] = (await once(child, "close")) as [number | null];
    return { code, stdout, stderr };
  };
