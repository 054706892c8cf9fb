import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PATIENCE } from "./patience.js";
import { runningNotesApi } from "./notes-api.fixture.js";

const HASTY = { requestMs: 1_000, checkEveryMs: 50, silentMs: 60_000 };
const HEAD = "POST /notes HTTP/1.1\r\nhost: localhost\r\n";
const BODY = `${HEAD}content-type: application/json\r\ncontent-length: 1000000\r\n\r\n[`;

let api: Awaited<ReturnType<typeof runningNotesApi>>;
const sockets: Socket[] = [];
beforeEach(async () => {
  api = await runningNotesApi({ patience: HASTY });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await api.stop();
});

/** Sends a beginning, and then a byte now and then until the server closes the connection. */
function aClient(beginning: string, drop?: string) {
  const socket = connect(api.port, "127.0.0.1");
  sockets.push(socket);
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  socket.on("error", () => undefined); // closed while it still sends
  socket.write(beginning);
  const dripping = drop === undefined ? undefined : setInterval(() => socket.write(drop), 20);
  const closed = new Promise<string>((resolve) => {
    socket.once("close", () => {
      clearInterval(dripping);
      resolve(answer);
    });
  });
  return { socket, closed };
}

it.each([
  ["sends nothing", "", undefined],
  ["sends its headers byte by byte", `${HEAD}x-slow: `, "a"],
  ["sends its body byte by byte", BODY, " "],
  ["stops in the middle of its body", BODY, undefined],
])(
  "closes the connection of a client that %s",
  { timeout: 20_000 },
  async (_what, beginning, drop) => {
    const answer = await aClient(beginning, drop).closed;
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*application\/problem\+json[^]*"REQUEST_TIMEOUT"/);
    expect(answer).not.toMatch(/\.[tj]s:|node_modules/);
  },
);

it("closes a silent connection before the time for its request is over", async () => {
  await api.stop();
  api = await runningNotesApi({ patience: { ...HASTY, requestMs: 60_000, silentMs: 200 } });
  expect(await aClient(BODY).closed).toBe("");
});

it("has such limits by default", () => {
  for (const ms of Object.values(PATIENCE)) {
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThanOrEqual(120_000);
  }
});

it("answers other clients while many are slow", { timeout: 20_000 }, async () => {
  const slow = Array.from({ length: 100 }, () => aClient(BODY, " ").closed);
  expect((await fetch(`${api.url}/openapi.json`)).status).toBe(200);
  expect(await Promise.all(slow)).toHaveLength(100);
});
