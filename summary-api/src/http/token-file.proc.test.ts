import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { createLogger } from "@boomgate/platform/telemetry";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aRunningApi, wire } from "../running-api.fixture.js";

const OLD = "old-token-0123456789";
const NEW = "new-token-0123456789";

let folder: string;
let file: string;
let api: Awaited<ReturnType<typeof aRunningApi>>;
let logged: string;
const write = (text: string) => writeFileSync(file, text);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "boomgate-tokens-"));
  file = join(folder, "tokens");
  write(`read,write ${OLD}\n`);
  logged = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  });
  api = await start(stream);
});
afterEach(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

const start = (stream: NodeJS.WritableStream & { isTTY?: boolean }) =>
  aRunningApi(
    { API_TOKENS_FILE: file },
    { log: createLogger({ service: "t", level: "info", showPlates: false, destination: stream }) },
  );
const ask = async (token: string) => {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${api.url}/api/v1/stats`, { headers })).status;
};

it("takes a token that was written into the file, and soon no longer the one before", async () => {
  expect([await ask(OLD), await ask(NEW)]).toEqual([200, 401]);
  write(`read,write ${NEW}\n`);
  await expect.poll(() => ask(NEW), { timeout: 500 }).toBe(200);
  await expect.poll(() => ask(OLD), { timeout: 2_000 }).toBe(401);
  const posted = await fetch(`${api.url}/api/v1/summaries`, {
    method: "POST",
    headers: { authorization: `Bearer ${NEW}`, "content-type": "application/json" },
    body: JSON.stringify(wire()),
  });
  expect(posted.status).toBe(201);
  expect(logged).toContain("API tokens read again");
  expect(logged).not.toContain(NEW);
});

it("gives up a token that is gone also while only its holder asks", async () => {
  write(`read ${NEW}\n`);
  await expect.poll(() => ask(OLD), { timeout: 2_000 }).toBe(401);
});

it("follows a file that is exchanged with its folder, as an orchestrator does", async () => {
  for (const [name, token] of [
    ["first", OLD],
    ["second", NEW],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "tokens"), `read ${token}\n`);
  }
  symlinkSync("first", join(folder, "data"));
  await api.stop();
  file = join(folder, "data", "tokens");
  api = await start(new Writable({ write: (_chunk, _encoding, done) => done() }));
  expect(await ask(OLD)).toBe(200);
  symlinkSync("second", join(folder, "next"));
  renameSync(join(folder, "next"), join(folder, "data"));
  await expect.poll(() => ask(NEW), { timeout: 500 }).toBe(200);
});

it.each([
  ["malformed", () => write(`everything ${NEW}\n`), "line 1"],
  ["empty", () => write(""), "holds no token"],
  ["gone", () => rmSync(file), "ENOENT"],
])("keeps the tokens while the file is %s, and says so once", async (_what, spoil, problem) => {
  spoil();
  for (let round = 0; round < 4; round += 1) {
    expect(await ask(NEW)).toBe(401);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  expect(await ask(OLD)).toBe(200);
  const warnings = logged.split("\n").filter((line) => line.includes("no use"));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(problem);
  expect(logged).not.toContain(NEW);
  write(`read ${NEW}\n`);
  await expect.poll(() => ask(NEW), { timeout: 500 }).toBe(200);
});
