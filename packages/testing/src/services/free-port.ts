import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { claimPort } from "./port-claims.js";

const LOWEST_PORT = 10_000;
const USUAL_EPHEMERAL_PORT = 32_768;
/** With fewer ports below the ephemeral ones, random choices would hit claimed ports too often. */
const FEWEST_PORTS = 2_000;

/**
 * Ports of the loopback address on which nobody listens, each given to one caller among all processes. They lie below the ephemeral
 * ports, which the system gives to outgoing connections: one of those could take the port of a service that restarts.
 */
export async function freePorts(count: number): Promise<number[]> {
  const end = firstEphemeralPort();
  const ports: number[] = [];
  while (ports.length < count) {
    const port = randomInt(LOWEST_PORT, end);
    if (claimPort(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
}

export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port as number;
}

/** As Linux is configured; the usual one elsewhere, and where too few ports would be left below. */
export function firstEphemeralPort(): number {
  try {
    const first = Number.parseInt(
      readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8"),
      10,
    );
    return first >= LOWEST_PORT + FEWEST_PORTS ? first : USUAL_EPHEMERAL_PORT;
  } catch {
    return USUAL_EPHEMERAL_PORT;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
  } catch {
    return false;
  }
  await once(server.close(), "close");
  return true;
}
