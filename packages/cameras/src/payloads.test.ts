import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { cameraOf, goldenFile, ID_KEY, PAYLOADS, plain, requestOf } from "./payloads.fixture.js";
import { readCamera } from "./read-camera.js";
import { VENDOR_NAMES } from "./settings/vendor-names.js";

/** WRITE_GOLDEN=1 writes the files; look at the difference before you commit it. */
const isWriting = process.env["WRITE_GOLDEN"] === "1";

describe("the payloads", () => {
  it("are there for every vendor but generic, each with its golden file", () => {
    const vendors = new Set(PAYLOADS.map((file) => cameraOf(file).vendor));
    expect([...vendors, "generic"].toSorted()).toEqual(VENDOR_NAMES);
    const files = PAYLOADS.map((file) => `${file}.golden.json`);
    expect(readdirSync(dirname(goldenFile("x"))).toSorted()).toEqual(files.toSorted());
  });
});

describe.each(PAYLOADS)("%s", (file) => {
  const read = (request = requestOf(file), chunkBytes?: number) =>
    readCamera(request, cameraOf(file), { idKey: ID_KEY, chunkBytes });

  it("gives what its golden file has", async () => {
    const given = plain(await read());
    if (isWriting) writeFileSync(goldenFile(file), `${JSON.stringify(given, null, 2)}\n`);
    expect(given).toEqual(JSON.parse(readFileSync(goldenFile(file), "utf8")));
  });

  it("gives the same when it is sent again, and in pieces of one byte", async () => {
    const once = await read();
    expect(await read()).toEqual(once);
    expect(await read(requestOf(file), 1)).toEqual(once);
  });

  it("gives the same passages, or a refusal with a code, when it is cut off anywhere", async () => {
    const whole = requestOf(file);
    const { passages } = await read();
    let refused = 0;
    const step = Math.max(1, Math.floor(whole.body.length / 400));
    for (let end = 0; end < whole.body.length; end += step) {
      const cut = await read({ ...whole, body: whole.body.subarray(0, end) });
      expect(cut.problems.map(({ code }) => code)).not.toContain("ADAPTER_FAILED");
      if (cut.problems.length > 0) refused += 1;
      // Never another passage: a plate or time that was cut off is none.
      else expect(plain(cut)).toEqual(plain(await read()));
      for (const passage of cut.passages) expect(passages).toContainEqual(passage);
    }
    expect(refused).toBeGreaterThan(0);
  });
});
