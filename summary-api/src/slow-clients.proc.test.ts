import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PATIENCE } from "./http/client-error.js";
import { aRunningApi } from "./running-api.fixture.js";

const HASTY = { requestMs: 1_000, checkEveryMs: 50, silentMs: 60_000 };
const HEAD = "POST /api/v1/summaries HTTP/1.1\r\nhost: localhost\r\n";
const BODY = `${HEAD}content-type: application/json\r\ncontent-length: 1000000\r\n\r\n[`;

let api: Awaited<ReturnType<typeof aRunningApi>>;
const sockets: Socket[] = [];
beforeEach(async () => {
  api = await aRunningApi({}, { patience: HASTY });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await api.stop();
});

/** Sends a beginning, and then a byte now and then until the other side hangs up. */
function aClient(beginning: string, drop?: string) {
  const socket = connect(api.port, "127.0.0.1");
  sockets.push(socket);
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  socket.on("error", () => undefined); // hung up on while it still sends
  socket.write(beginning);
  const dripping = drop === undefined ? undefined : setInterval(() => socket.write(drop), 20);
  const hungUp = new Promise<string>((resolve) => {
    socket.once("close", () => {
      clearInterval(dripping);
      resolve(answer);
    });
  });
  return { socket, hungUp };
}

it.each([
  ["sends nothing", "", undefined],
  ["lets its headers drip", `${HEAD}x-slow: `, "a"],
  ["lets its body drip", BODY, " "],
  ["stops in the middle of its body", BODY, undefined],
])("hangs up on a client that %s", { timeout: 20_000 }, async (_what, beginning, drop) => {
  const answer = await aClient(beginning, drop).hungUp;
  expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*application\/problem\+json[^]*"REQUEST_TIMEOUT"/);
  expect(answer).not.toMatch(/\.[tj]s:|node_modules/);
});

it("hangs up on a client that falls silent, before its request is due", async () => {
  await api.stop();
  api = await aRunningApi({}, { patience: { ...HASTY, requestMs: 60_000, silentMs: 200 } });
  expect(await aClient(BODY).hungUp).toBe("");
});

it("does so by itself, too, when nobody says how long to wait", () => {
  for (const ms of Object.values(PATIENCE)) {
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThanOrEqual(120_000);
  }
});

it("goes on answering others while many are slow", { timeout: 20_000 }, async () => {
  const slow = Array.from({ length: 100 }, () => aClient(BODY, " ").hungUp);
  expect((await api.read("/api/v1/stats")).status).toBe(200);
  expect(await Promise.all(slow)).toHaveLength(100);
});
