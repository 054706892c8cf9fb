import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { firstEphemeralPort, freePort, freePorts } from "./free-port.js";
import { claimFileOf, claimPort, removeStaleClaims } from "./port-claims.js";

it("can be listened on, and is no port that the system gives to outgoing connections", async () => {
  const port = await freePort();
  expect(port).toBeLessThan(firstEphemeralPort());
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  await once(server.close(), "close");
});

it("is given once", async () => {
  const ports = (await Promise.all(Array.from({ length: 20 }, () => freePorts(2)))).flat();
  expect(new Set(ports).size).toBe(40);
  expect(ports.map(claimPort)).not.toContain(true);
});

it("is not one that another process has claimed, as long as that process runs", async () => {
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1_000)"]);
  const exited = once(other, "exit");
  const port = randomInt(1_024, 10_000); // nobody claims these by chance
  rmSync(claimFileOf(port), { force: true });
  try {
    await freePort(); // makes the folder
    writeFileSync(claimFileOf(port), String(other.pid));
    removeStaleClaims();
    expect(claimPort(port)).toBe(false);
  } finally {
    other.kill("SIGKILL");
  }
  await exited;
  removeStaleClaims();
  expect([claimPort(port), claimPort(port)]).toEqual([true, false]);
});
