import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CameraReading } from "./camera-reading.js";
import { cameraOf, ID_KEY, PAYLOADS, plain, requestOf } from "./payloads.fixture.js";
import { readCamera } from "./read-camera.js";
import type { Camera } from "./settings/camera.js";

const CAMERAS: readonly Camera[] = [
  ...new Map(PAYLOADS.map((file) => [cameraOf(file).vendor, cameraOf(file)])).values(),
];
const read = (body: Uint8Array, camera: Camera, headers = {}) =>
  readCamera({ method: "POST", suffix: "", query: {}, headers, body }, camera, { idKey: ID_KEY });

/** A message is never passed over in silence, and never ends the program. */
function expectJudged(reading: CameraReading): void {
  const { passages, skipped, problems, heartbeat } = reading;
  expect(problems.map(({ code }) => code)).not.toContain("ADAPTER_FAILED");
  const judged = passages.length + skipped.length + problems.length + (heartbeat ? 1 : 0);
  expect(judged).toBeGreaterThan(0);
  expect(() => plain(reading)).not.toThrow();
}

const aBody = fc.constantFrom(...PAYLOADS).map((file) => requestOf(file).body);

describe("any bytes", () => {
  it("are judged, when bytes of a payload were changed, taken out or put in", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PAYLOADS),
        fc.array(
          fc.record({ at: fc.nat(), drop: fc.nat(40), put: fc.uint8Array({ maxLength: 8 }) }),
          { minLength: 1, maxLength: 6 },
        ),
        async (file, changes) => {
          const request = requestOf(file);
          let body: Buffer = Buffer.from(request.body);
          for (const { at, drop, put } of changes) {
            const from = at % (body.length + 1);
            body = Buffer.concat([body.subarray(0, from), put, body.subarray(from + drop)]);
          }
          const changed = { ...request, body };
          expectJudged(await readCamera(changed, cameraOf(file), { idKey: ID_KEY }));
        },
      ),
      { numRuns: 1_500 },
    ));

  it("are judged by the adapter of every vendor, also those of another vendor", () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          aBody,
          fc.uint8Array({ maxLength: 200 }),
          fc.string().map((text) => Buffer.from(text)),
        ),
        fc.constantFrom(...CAMERAS),
        fc.constantFrom(
          "",
          "application/json",
          "multipart/form-data; boundary=b",
          "multipart/mixed",
        ),
        async (body, camera, type) =>
          expectJudged(await read(body, camera, { "content-type": type })),
      ),
      { numRuns: 1_000 },
    ));
});

/** Names that any adapter looks up. */
const NAMES = [
  ...new Set(
    PAYLOADS.flatMap((file) =>
      [
        ...Buffer.from(requestOf(file).body)
          .toString("latin1")
          .matchAll(/"([\w@ ]{1,40})":|<(\w{1,40})>/g),
      ].map((match) => match[1] ?? match[2] ?? ""),
    ),
  ),
  "__proto__",
  "toString",
];

describe("any document", () => {
  it("is judged, whatever lies under the names that the vendors use", () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>(
          null,
          true,
          false,
          "",
          "lost",
          "end",
          "ANPR",
          1e308,
          -1,
          "1772352000252",
        ),
        fc.string(),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...NAMES), tie("tree"), { maxKeys: 8 }),
      ),
    }));
    return fc.assert(
      fc.asyncProperty(tree, fc.constantFrom(...CAMERAS), async (value, camera) =>
        expectJudged(await read(Buffer.from(JSON.stringify(value)), camera)),
      ),
      { numRuns: 3_000 },
    );
  });

  it("is judged, when any value of a payload is replaced", () => {
    const json = PAYLOADS.filter((file) => file.endsWith(".json"));
    const values = fc.constantFrom<unknown>(
      null,
      [],
      {},
      "",
      0,
      -1,
      Number.MAX_VALUE,
      "x".repeat(300),
      [[]],
      "\u0000",
    );
    return fc.assert(
      fc.asyncProperty(fc.constantFrom(...json), fc.nat(), values, async (file, place, value) => {
        let count = 0;
        const text = Buffer.from(requestOf(file).body).toString("utf8");
        const total = (text.match(/:/g) ?? []).length + 1;
        const changed = JSON.parse(text, (_key, each: unknown) =>
          count++ === place % total ? value : each,
        ) as unknown;
        expectJudged(await read(Buffer.from(JSON.stringify(changed) ?? "null"), cameraOf(file)));
      }),
      { numRuns: 1_500 },
    );
  });
});

describe("a body that is made to cost much", () => {
  it.each<[string, string, string | undefined]>([
    ["100,000 nested elements", `<a>${"<b>".repeat(100_000)}`, "XML_TOO_LARGE"],
    ["60 nested elements", `<a>${"<b>".repeat(60)}x${"</b>".repeat(60)}</a>`, "XML_TOO_LARGE"],
    ["a million elements", `<a>${"<b/>".repeat(1_000_000)}</a>`, "XML_TOO_LARGE"],
    [
      "50,000 attributes",
      `<a ${Array.from({ length: 50_000 }, (_, i) => `k${i}="v"`).join(" ")}/>`,
      "XML_TOO_LARGE",
    ],
    ["an entity", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "XML_DOCTYPE"],
    ["an entity of the system", '<!doctype a SYSTEM "file:///etc/passwd"><a/>', "XML_DOCTYPE"],
    ["an element __proto__", "<a><__proto__><polluted>1</polluted></__proto__></a>", "XML_BROKEN"],
    ["nested lists", "[".repeat(1_000_000), "JSON_BROKEN"],
    ["whole nested lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, undefined],
  ])("%s: refused within a second", async (_name, body, code) => {
    const begun = performance.now();
    const reading = await read(Buffer.from(body), cameraOf("hikvision.xml"));
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(reading.passages).toEqual([]);
    expect(reading.problems).toHaveLength(1);
    if (code !== undefined) expect(reading.problems[0]?.code).toBe(code);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it("100,000 parts: refused within a second, and what stands before the limit is read", async () => {
    const part = '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\nx\r\n';
    const body = Buffer.from(`${part.repeat(100_000)}--b--\r\n`);
    const begun = performance.now();
    const type = { "content-type": "multipart/form-data; boundary=b" };
    const reading = await read(body, cameraOf("hikvision.xml"), type);
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(reading.problems).toEqual([{ code: "MULTIPART_BROKEN", detail: "body" }]);
  });
});
