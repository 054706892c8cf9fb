import { once } from "node:events";
import { connect } from "node:net";
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, anEntry, type TestGateway } from "../gateway.fixture.js";

let gateway: TestGateway;
const patience = { requestMs: 300, checkEveryMs: 50, silentMs: 1_000 };
beforeAll(async () => void (gateway = await aGateway({ patience })));
afterAll(() => gateway.stop());

const codeOf = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await gateway.post(body, headers);
  const { code } = (await answer.json()) as { code?: string };
  return [answer.status, code];
};
const LINES = { "content-type": "application/x-ndjson" };
const event = JSON.stringify(anEntry());

/** Sends bytes as they are, and gives all that comes back until the connection ends. */
async function raw(...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1");
  let text = "";
  socket.on("data", (chunk: Buffer) => (text += chunk.toString())).on("error", () => undefined);
  for (const part of parts) socket.write(part);
  await once(socket, "close");
  return text;
}
const headOf = (length: number, more = "") =>
  `POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n`;

/** No bad input leaves anything counted. */
const inHand = async () =>
  ((await (await gateway.get("/api/v1/stats")).json()) as { in_flight: object }).in_flight;

describe("a body that is compressed", () => {
  it.each([
    ["gzip", gzipSync(event)],
    ["x-gzip", gzipSync(event)],
    ["deflate", deflateSync(event)],
    ["deflate", deflateRawSync(event)],
    ["identity", Buffer.from(event)],
  ])("is expanded: %s", async (coding, body) => {
    expect(await codeOf(body, { "content-encoding": coding })).toEqual([202, undefined]);
  });

  it("is refused when it is cut off, at whatever place", async () => {
    const body = gzipSync(event);
    for (let length = 0; length < body.length; length += 1) {
      const answer = await codeOf(body.subarray(0, length), { "content-encoding": "gzip" });
      expect([length, ...answer]).toEqual([length, 400, "NOT_JSON"]);
    }
  });

  it.each([
    ["is no gzip", Buffer.from(event), "gzip", 400, "NOT_JSON"],
    [
      "expands beyond the limit",
      gzipSync(Buffer.alloc(200_000_000)),
      "gzip",
      413,
      "BODY_TOO_LARGE",
    ],
    ["is compressed twice", gzipSync(gzipSync(event)), "gzip, gzip", 415, "CONTENT_ENCODING"],
    ["has an unknown coding", Buffer.from(event), "br", 415, "CONTENT_ENCODING"],
  ])("is refused when it %s", async (_what, body, coding, status, code) => {
    const before = process.memoryUsage().rss;
    expect(await codeOf(body, { "content-encoding": coding })).toEqual([status, code]);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });
});

describe("a body", () => {
  it("of 100 MB is refused by its length, before it is read", async () => {
    const answer = await raw(headOf(100_000_000), "[");
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer.toLowerCase()).toContain("connection: close");
  });

  it("of unknown length is refused when it has grown too large", async () => {
    const head = headOf(0).replace("Content-Length: 0", "Transfer-Encoding: chunked");
    const chunk = `10000\r\n${" ".repeat(65_536)}\r\n`;
    const answer = await raw(head, ...Array.from({ length: 20 }, () => chunk), "0\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it("that comes too slowly is answered with 408", async () => {
    const answer = await raw(headOf(50), '{"id": ');
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain("REQUEST_TIMEOUT");
  });

  it("whose sender goes away leaves nothing behind", async () => {
    const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1");
    socket.write(`${headOf(5_000)}{"id": "`);
    await expect.poll(inHand).toMatchObject({ bytes: 8 });
    socket.destroy();
    await expect.poll(inHand).toEqual({ events: 0, bytes: 0 });
  });

  it("may follow another one without waiting for its answer", async () => {
    const request = `${headOf(event.length)}${event}`;
    const answer = await raw(
      request,
      request,
      headOf(event.length, "Connection: close\r\n"),
      event,
    );
    expect(answer.match(/HTTP\/1.1 202 /g)).toHaveLength(3);
  });

  it.each([
    ["nothing", "", {}, 400, "NOT_JSON"],
    ["blanks", " \n ", {}, 400, "NOT_JSON"],
    ["NaN", '{"id": NaN}', {}, 400, "NOT_JSON"],
    ["a cut-off object", event.slice(0, -1), {}, 400, "NOT_JSON"],
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0x22]), {}, 400, "NOT_JSON"],
    ["UTF-16", Buffer.from(event, "utf16le"), {}, 400, "NOT_JSON"],
    ["gzip without a label", gzipSync(event), {}, 400, "NOT_JSON"],
    ["a million brackets", "[".repeat(1_000_000), {}, 400, "NOT_JSON"],
    ["a deep value", `${"[".repeat(400_000)}${"]".repeat(400_000)}`, {}, 422, "CONTRACT_BROKEN"],
    ["null", "null", {}, 422, "CONTRACT_BROKEN"],
    ["a number", "1", {}, 422, "CONTRACT_BROKEN"],
    ["blank lines", " \n\n", LINES, 422, "CONTRACT_BROKEN"],
    ["a form", "id=e1", { "content-type": "application/x-www-form-urlencoded" }, 415, "MEDIA_TYPE"],
    ["text", event, { "content-type": "text/plain" }, 415, "MEDIA_TYPE"],
    ["Latin-1", event, { "content-type": "application/json; charset=latin1" }, 415, "MEDIA_TYPE"],
    ["a long key", event, { "idempotency-key": "k".repeat(256) }, 400, "PARAMETER"],
  ])("of %s is refused", async (_what, body, headers, status, code) => {
    expect(await codeOf(body, headers)).toEqual([status, code]);
  });

  it.each([
    ["a NUL in the id", { id: "e\u00001" }],
    ["a NUL in the plate", { vehicle_plate: "\u0000" }],
    ["a lone surrogate in the id", { id: "\ud800" }],
    ["an id of 129 characters", { id: "e".repeat(129) }],
    ["an id that is a number", { id: 7 }],
    ["an empty id", { id: "" }],
    ["a plate of 25 characters", { vehicle_plate: "A".repeat(25) }],
    ["a time without a zone", { entry_date_time: "2026-03-01T08:00:00" }],
    ["the 30th of February", { entry_date_time: "2026-02-30T08:00:00Z" }],
    ["a time in ms", { entry_date_time: 1_772_352_000_000 }],
    ["no plate at all", { vehicle_plate: undefined }],
  ])("with %s breaks the contract", async (_what, change) => {
    const deep = JSON.stringify(anEntry(change));
    expect((await codeOf(deep))[0]).toBe(
      "vehicle_plate" in change && change.vehicle_plate === "\u0000" ? 202 : 422,
    );
  });

  it("with a key twice has the value of the last one, and what it does not know is left out", async () => {
    const body = `{"id":"first","id":"twice","__proto__":{"lot_id":"x"},"constructor":1,"deep":${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)},"vehicle_plate":"AB1","entry_date_time":"2026-03-01T08:00:00Z"}`;
    expect(await codeOf(body)).toEqual([202, undefined]);
    const published = (await gateway.published()).find(({ id }) => id === "twice");
    expect(published).toEqual({
      id: "twice",
      vehicle_plate: "AB1",
      entry_date_time: "2026-03-01T08:00:00.000Z",
      lot_id: "main",
    });
  });

  it("may begin with a byte order mark", async () => {
    expect(await codeOf(`\ufeff${event}`)).toEqual([202, undefined]);
    expect(await codeOf(`\ufeff${event}`, LINES)).toEqual([202, undefined]);
  });
});

it("no bad input leaves anything in hand", async () => {
  expect(await inHand()).toEqual({ events: 0, bytes: 0 });
});
