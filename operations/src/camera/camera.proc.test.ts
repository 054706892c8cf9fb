import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { childEnv } from "@boomgate/testing";
import { buildProgram, type Program } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let program: Program;
const folder = mkdtempSync(join(tmpdir(), "boomgate-camera-"));
beforeAll(async () => {
  program = await buildProgram(new URL("./main.ts", import.meta.url));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  program.remove();
});

const payload = (name: string) =>
  fileURLToPath(new URL(`../../../packages/cameras/payloads/${name}`, import.meta.url));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

async function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [program.file, ...args], { env: childEnv() });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  const [code] = (await once(child, "close")) as [number];
  return { code, out, err };
}

describe("npm run camera", () => {
  it("shows the passages of a request, and what the camera gets back", async () => {
    const { code, out, err } = await run("hikvision", payload("hikvision-anpr-multipart.txt"));
    expect(out).toContain("entry     ZZ12ABC, at 2026-03-01T08:00:00.000Z, confidence 0.97");
    expect(out).toContain("answer    200 without a body");
    expect([code, err]).toEqual([0, ""]);
  });

  it("shifts the times with --now, so that the events can be sent", async () => {
    const before = Date.now();
    const { code, out } = await run("verkada", payload("verkada-lpr.json"), "--now", "--json");
    const event = JSON.parse(out) as { type: string; entry_date_time: string };
    expect(event.type).toBe("entry");
    expect(Date.parse(event.entry_date_time)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(event.entry_date_time)).toBeLessThanOrEqual(Date.now());
    expect(code).toBe(0);
  });

  it("says why a message is no passage", async () => {
    const { code, out } = await run("axis", payload("axis-lpv-new.json"));
    expect(out).toContain("another message about the same passage counts (NOT_FINAL)");
    expect(code).toBe(0);
  });

  it("reports what cannot be read, with exit code 1", async () => {
    const doctype = await run("hikvision", payload("hikvision-anpr-doctype.xml"));
    expect(doctype.out).toContain("PROBLEM   XML_DOCTYPE");
    expect(doctype.code).toBe(1);
    const asJson = await run("hikvision", payload("hikvision-anpr-doctype.xml"), "--json");
    expect([asJson.code, asJson.out]).toEqual([1, ""]);
    expect(asJson.err).toContain("XML_DOCTYPE");
    const missing = await run("hikvision", join(folder, "missing.xml"));
    expect(missing.code).toBe(1);
    expect(missing.err).toContain("cannot be read (ENOENT)");
  });

  it.each([
    ["dahua", "dahua-tollgate.json", "give --time-zone Europe/Berlin"],
    ["genetec", "genetec-autovu.json", "give --date-order dmy (or mdy)"],
    ["acme", "tattile.xml", "vendor: must be one of axis, dahua"],
    ["generic", "tattile.xml", "mapping: must be set for generic: give --mapping <file>"],
  ])("names the setting that %s lacks, with exit code 64", async (vendor, name, sentence) => {
    const { code, out, err } = await run(vendor, payload(name));
    expect(err).toContain(sentence);
    expect([code, out]).toEqual([64, ""]);
  });

  it("takes the settings of a camera from CAMERAS_FILE", async () => {
    const camera = {
      name: "north-1",
      vendor: "dahua",
      direction: { Obverse: "exit" },
      gate: "north",
      time_zone: "America/Sao_Paulo",
      access: "none",
    };
    const cameras = file("cameras.json", JSON.stringify({ cameras: [camera] }));
    const body = payload("dahua-tollgate.json");
    const { code, out } = await run("north-1", body, "--cameras", cameras);
    expect(out).toContain("exit      ZZ12ABC, at 2026-03-01T12:00:00.123Z");
    expect(code).toBe(0);
    const other = await run("south-1", body, "--cameras", cameras);
    expect(other.err).toContain("the file has no camera south-1; it has north-1");
    expect(other.code).toBe(64);
    const wrong = file("wrong.json", JSON.stringify({ cameras: [{ ...camera, lots: "a" }] }));
    const refused = await run("north-1", body, "--cameras", wrong);
    expect(refused.err).toContain('camera north-1: has no setting "lots"');
    expect(refused.code).toBe(64);
  });

  it("reads any document by a mapping", async () => {
    const mapping = file("mapping.json", '{"plate": "/p", "time": {"at": "/t", "as": "ms"}}');
    const body = file("body.json", '{"p": "ZZ12\\u001b[2JABC", "t": 1772352000252}');
    const { code, out } = await run("generic", body, "--mapping", mapping);
    expect(out).toContain("at 2026-03-01T08:00:00.252Z");
    expect(out).not.toContain("\u001b");
    expect(code).toBe(0);
  });

  it("has a help text, and refuses what it does not know", async () => {
    const help = await run("--help");
    expect(help.out).toContain("npm run camera --");
    expect(help.code).toBe(0);
    expect((await run()).code).toBe(64);
    expect((await run("axis", "x", "--date-order", "ymd")).code).toBe(64);
    expect((await run("axis", "x", "--unknown")).code).toBe(64);
  });
});
