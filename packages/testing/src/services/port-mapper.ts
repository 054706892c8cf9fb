import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const START_LIMIT_MS = 10_000;
const ASK_EVERY_MS = 20;

/** Erlang's epmd: gives nodes each other's port. In the foreground, so that we can end it by its PID. */
export async function startPortMapper(
  epmd: string,
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<ChildProcess> {
  const child = spawn(epmd, [], { env, detached: true, stdio: "ignore" });
  await once(child, "spawn");
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error("epmd did not start");
    }
    await sleep(ASK_EVERY_MS);
  }
  return child;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
