import { once } from "node:events";
import { connect } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runningNotesApi } from "./notes-api.fixture.js";

let api: Awaited<ReturnType<typeof runningNotesApi>>;
beforeEach(async () => {
  api = await runningNotesApi();
});
afterEach(() => api.stop());

const JSON_TEXT = JSON.stringify({
  text: "milk, two bottles, and a loaf of bread that is not too dark",
});

/** Sends exactly these bytes, and returns the answer as they come. */
async function raw(head: string, body: string | Buffer = "", method = "POST") {
  const socket = connect(api.port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  socket.write(`${method} /notes HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${head}\r\n`);
  socket.end(body);
  await once(socket, "close");
  const [headers = "", text = ""] = answer.split(/\r\n\r\n(?=\{)/);
  return {
    headers,
    status: Number(/^HTTP\/1\.1 (?:100 [^]*HTTP\/1\.1 )?(\d+)/.exec(headers)?.[1]),
    problem: (text.startsWith("{") ? JSON.parse(text.slice(0, text.lastIndexOf("}") + 1)) : {}) as {
      readonly code?: string;
      readonly detail?: string;
    },
  };
}

const labelled = (labels: string, body: string | Buffer = JSON_TEXT) =>
  raw(`${labels}content-length: ${Buffer.byteLength(body)}\r\n`, body);
const JSON_TYPE = "content-type: application/json\r\n";

describe("a body that is compressed", () => {
  it.each([
    ["gzip", gzipSync(JSON_TEXT)],
    ["deflate", deflateSync(JSON_TEXT)],
    ["br", brotliCompressSync(JSON_TEXT)],
    ["gzip, identity", gzipSync(JSON_TEXT)],
    ["GZIP", JSON_TEXT],
    ["x-gzip", JSON_TEXT],
    ["zstd", JSON_TEXT],
    ["SECRET", JSON_TEXT],
  ])("is refused by its label %s, whatever is in it", async (coding, body) => {
    const answer = await labelled(`${JSON_TYPE}content-encoding: ${coding}\r\n`, body);
    expect(answer).toMatchObject({ status: 415, problem: { code: "CONTENT_ENCODING" } });
    expect(answer.headers).toMatch(/\r\naccept-encoding: identity/i);
    expect(answer.problem.detail).toMatch(/without Content-Encoding/);
    expect(answer.problem.detail).not.toContain("SECRET");
  });

  it.each(["identity", "", "Identity, identity"])(
    "is not compressed with the label '%s'",
    async (coding) => {
      const answer = await labelled(`${JSON_TYPE}content-encoding: ${coding}\r\n`);
      expect(answer.status).toBe(201);
    },
  );

  it("is refused as a transfer coding, too", async () => {
    const body = gzipSync(JSON_TEXT);
    const chunk = Buffer.concat([
      Buffer.from(`${body.length.toString(16)}\r\n`),
      body,
      Buffer.from("\r\n0\r\n\r\n"),
    ]);
    const answer = await raw(`${JSON_TYPE}transfer-encoding: gzip, chunked\r\n`, chunk);
    expect(answer).toMatchObject({ status: 415, problem: { code: "CONTENT_ENCODING" } });
  });

  it("is recognised without a label, too", async () => {
    const { status, problem } = await labelled(JSON_TYPE, gzipSync(JSON_TEXT));
    expect({ status, ...problem }).toMatchObject({ status: 400, code: "NOT_JSON" });
    expect(problem.detail).toContain("gzip");
  });
});

describe("a body's type", () => {
  it.each([
    "application/json",
    "APPLICATION/JSON",
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "application/json; charset=us-ascii",
    "application/vnd.parking+json",
    "application/vnd.parking.v1+json; charset=utf-8; profile=x",
    "application/problem+JSON",
  ])("is JSON when it is %s", async (type) => {
    expect((await labelled(`content-type: ${type}\r\n`)).status).toBe(201);
  });

  it.each([
    ["text/plain", /Send application\/json/],
    ["application/xml", /Send application\/json/],
    ["application/json-patch", /Send application\/json/],
    ["application/x+jsonl", /Send application\/json/],
    ["multipart/form-data; boundary=x", /Send application\/json/],
    ["json", /Send application\/json/],
    ["application/json, text/plain", /Send application\/json/],
    ["application/json; charset=utf-16", /UTF-8/],
    ["application/json; charset=iso-8859-1", /UTF-8/],
    ["application/json; charset=SECRET", /UTF-8/],
  ])("is refused when it is %s", async (type, detail) => {
    const { status, problem } = await labelled(`content-type: ${type}\r\n`);
    expect({ status, ...problem }).toMatchObject({ status: 415, code: "MEDIA_TYPE" });
    expect(problem.detail).toMatch(detail);
    expect(problem.detail).not.toContain("SECRET");
  });

  it("is required", async () => {
    const { status, problem } = await labelled("");
    expect({ status, ...problem }).toMatchObject({ status: 415, code: "MEDIA_TYPE" });
    expect(problem.detail).toMatch(/no Content-Type/);
  });

  it("may not stand there twice and differ", async () => {
    const twice = await labelled(`${JSON_TYPE}content-type: text/plain\r\n`);
    expect(twice).toMatchObject({ status: 400, problem: { code: "BAD_REQUEST" } });
    expect(twice.problem.detail).toMatch(/Content-Type stands there twice/);
    expect((await labelled(JSON_TYPE + JSON_TYPE)).status).toBe(201);
  });
});

it.each([
  ["nothing", "", /empty/],
  ["UTF-16", Buffer.from(JSON_TEXT, "utf16le"), /UTF-16/],
  ["UTF-16 with a mark", Buffer.from(`\ufeff${JSON_TEXT}`, "utf16le"), /UTF-16/],
  ["Latin-1", Buffer.from('{"lot_id":"Zürich"}', "latin1"), /not UTF-8/],
  ["half of it", JSON_TEXT.slice(0, 50), /ends before/],
  ["something else", "a=1&b=2", /not JSON/],
])("says what is wrong with a body of %s", async (_what, body, detail) => {
  const { status, problem } = await labelled(JSON_TYPE, body);
  expect({ status, ...problem }).toMatchObject({ status: 400, code: "NOT_JSON" });
  expect(problem.detail).toMatch(detail);
});

it("says that there is no body when nothing at all was sent", async () => {
  const { status, problem } = await raw("content-length: 0\r\n");
  expect({ status, ...problem }).toMatchObject({ status: 400, code: "NOT_JSON" });
  expect(problem.detail).toMatch(/empty/);
});

describe("the frame of a request", () => {
  const size = Buffer.byteLength(JSON_TEXT);
  const chunked = `${JSON_TYPE}transfer-encoding: chunked\r\n`;
  const inChunks = `5\r\n${JSON_TEXT.slice(0, 5)}\r\n${(size - 5).toString(16)};ext=1\r\n${JSON_TEXT.slice(5)}\r\n0\r\n`;

  it("may have chunks, extensions and trailers", async () => {
    expect((await raw(chunked, `${inChunks}\r\n`)).status).toBe(201);
    const trailers = `${chunked}trailer: x-checksum\r\n`;
    expect((await raw(trailers, `${inChunks}x-checksum: 1\r\n\r\n`)).status).toBe(201);
  });

  it("may expect 100-continue", async () => {
    const answer = await raw(
      `${JSON_TYPE}expect: 100-continue\r\ncontent-length: ${size}\r\n`,
      JSON_TEXT,
    );
    expect(answer.headers).toMatch(/^HTTP\/1\.1 100 Continue\r\n/);
    expect(answer.status).toBe(201);
  });

  it("may not expect anything else", async () => {
    const answer = await raw(
      `${JSON_TYPE}expect: SECRET\r\ncontent-length: ${size}\r\n`,
      JSON_TEXT,
    );
    expect(answer).toMatchObject({ status: 417, problem: { code: "EXPECTATION" } });
    expect(JSON.stringify(answer.problem)).not.toContain("SECRET");
  });

  it.each([
    ["two lengths", `${JSON_TYPE}content-length: 5\r\ncontent-length: 6\r\n`, /Content-Length/],
    ["a length that is none", `${JSON_TYPE}content-length: five\r\n`, /Content-Length/],
    ["a length and chunks", `${chunked}content-length: 5\r\n`, /Content-Length/],
    ["chunks of no size", chunked, /chunk/],
    ["a header without a name", ": x\r\n", /header/],
  ])("may not have %s", async (_what, head, detail) => {
    const { status, problem } = await raw(head, "zz\r\n");
    expect({ status, ...problem }).toMatchObject({ status: 400, code: "BAD_REQUEST" });
    expect(problem.detail).toMatch(detail);
  });

  it("is not TLS", async () => {
    const socket = connect(api.port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
    socket.on("error", () => undefined);
    socket.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]));
    await once(socket, "close");
    expect(answer).toMatch(/"detail":"[^"]*http:[^"]*TLS/);
  });
});
