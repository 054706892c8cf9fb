import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { createLogger } from "@boomgate/platform/telemetry";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runningNotesApi } from "./notes-api.fixture.js";

const OLD = "old-token-0123456789";
const NEW = "new-token-0123456789";
const OWN = "own-token-0123456789";

let folder: string;
let file: string;
let api: Awaited<ReturnType<typeof runningNotesApi>>;
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
  runningNotesApi({
    config: { API_TOKENS: readFileSync(file, "utf8"), API_TOKENS_FILE: file },
    ownTokens: `read ${OWN}`,
    log: createLogger({ service: "t", level: "info", showPlates: false, destination: stream }),
  });
const ask = async (token: string) => {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${api.url}/openapi.json`, { headers })).status;
};

it("accepts a new token of the file at once, and soon refuses the one before", async () => {
  expect([await ask(OLD), await ask(NEW)]).toEqual([200, 401]);
  write(`read,write ${NEW}\n`);
  await expect.poll(() => ask(NEW), { timeout: 500 }).toBe(200);
  await expect.poll(() => ask(OLD), { timeout: 2_000 }).toBe(401);
  const posted = await fetch(`${api.url}/notes`, {
    method: "POST",
    headers: { authorization: `Bearer ${NEW}`, "content-type": "application/json" },
    body: JSON.stringify({ text: "milk" }),
  });
  expect(posted.status).toBe(201);
  expect(logged).toContain("API tokens read again");
  expect(logged).not.toContain(NEW);
});

it("refuses a removed token soon, also while nobody else asks", async () => {
  write(`read ${NEW}\n`);
  await expect.poll(() => ask(OLD), { timeout: 2_000 }).toBe(401);
});

it("reads a file that is exchanged with its folder, as an orchestrator does", async () => {
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
])("keeps the tokens while the file is %s, and logs it once", async (_what, spoil, problem) => {
  spoil();
  for (let round = 0; round < 4; round += 1) {
    expect(await ask(NEW)).toBe(401);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  expect(await ask(OLD)).toBe(200);
  const warnings = logged.split("\n").filter((line) => line.includes("is invalid"));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(problem);
  expect(logged).not.toContain(NEW);
  write(`read ${NEW}\n`);
  await expect.poll(() => ask(NEW), { timeout: 500 }).toBe(200);
});
