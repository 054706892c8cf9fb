import { describe, expect, it } from "vitest";
import {
  encodeEventArray,
  eventsOf,
  EVENT_ARRAY_CONTENT_TYPE,
  isEventArray,
  MAX_ARRAY_BYTES,
  MAX_ARRAY_EVENTS,
  packEvents,
  readEventArray,
} from "./event-array.js";

const packed = (id: string, traceparent?: string) => ({
  body: Buffer.from(JSON.stringify({ id })),
  publishedAtMs: 1_763_683_200_123,
  traceparent,
});
const read = (body: Buffer | string, contentType = EVENT_ARRAY_CONTENT_TYPE) =>
  readEventArray(contentType, Buffer.from(body));

describe("an array of events", () => {
  it("is read as it was written", () => {
    const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    expect(read(encodeEventArray([packed("e1", trace), packed("e2")]))).toEqual([
      {
        event: { id: "e1" },
        publishedAtMs: 1_763_683_200_123,
        traceparent: trace,
        broken: undefined,
      },
      {
        event: { id: "e2" },
        publishedAtMs: 1_763_683_200_123,
        traceparent: undefined,
        broken: undefined,
      },
    ]);
  });

  it.each([
    ["application/vnd.boomgate.events+json;v=1", true],
    ["application/vnd.boomgate.events+json; v=2", true],
    ["Application/Vnd.Boomgate.Events+Json", true],
    ["application/json", false],
    ["application/vnd.boomgate.events+jsonl", false],
    [undefined, false],
    [7, false],
  ])("is known by its content type %j: %j", (contentType, isArray) => {
    expect(isEventArray(contentType)).toBe(isArray);
  });

  it.each(["application/vnd.boomgate.events+json", "application/vnd.boomgate.events+json;v=11"])(
    "is refused in a format that is not known: %s",
    (contentType) => {
      expect(() => read(encodeEventArray([packed("e1")]), contentType)).toThrow(/v=1/);
    },
  );

  it.each([
    ["no JSON", "[{"],
    ["no array", '{"event":{}}'],
    ["nothing", "[]"],
    ["too many", JSON.stringify(Array.from({ length: MAX_ARRAY_EVENTS + 1 }, () => ({})))],
    ["too many bytes", `[${" ".repeat(MAX_ARRAY_BYTES)}1]`],
  ])("is refused with %s", (_, body) => {
    expect(() => read(body)).toThrow(/array of events breaks the contract/);
  });

  it("lets an element that is none break the contract by itself", () => {
    const elements = read(
      '[7,{"event":{"id":"e1"},"published_at":"x","traceparent":5},{"id":"e2"}]',
    );
    expect(elements.map(({ event, broken }) => [event, broken?.message])).toEqual([
      [7, expect.stringMatching(/event: is missing/)],
      [{ id: "e1" }, undefined],
      [{ id: "e2" }, expect.stringMatching(/event: is missing/)],
    ]);
    expect(elements[1]).toMatchObject({ publishedAtMs: undefined, traceparent: undefined });
  });

  it("holds no event that would be too large alone", () => {
    const text = "x".repeat(70_000);
    const [large, small] = read(JSON.stringify([{ event: { text } }, { event: { id: "e2" } }]));
    expect(large?.broken?.message).toMatch(/at most 65536 bytes/);
    expect(small?.broken).toBeUndefined();
  });
});

describe("the events of a message", () => {
  const headers = { "x-published-at": 5 };
  it("are one, or those of its array, each with the time of its publishing", () => {
    const one = { headers, body: Buffer.from('{"id":"e1"}'), contentType: "application/json" };
    expect(eventsOf("entry event", one)).toEqual([{ event: { id: "e1" }, publishedAtMs: 5 }]);
    const body = Buffer.from('[{"event":{"id":"e1"}},{"event":{"id":"e2"},"published_at":7}]');
    const many = { headers, body, contentType: EVENT_ARRAY_CONTENT_TYPE };
    expect(eventsOf("entry event", many)).toEqual([
      { event: { id: "e1" }, publishedAtMs: 5 },
      { event: { id: "e2" }, publishedAtMs: 7 },
    ]);
  });

  it("cannot be read where the body is of another form than its content type", () => {
    const body = Buffer.from("{");
    expect(() => eventsOf("entry event", { headers, body })).toThrow(/entry event breaks/);
    const contentType = EVENT_ARRAY_CONTENT_TYPE;
    expect(() => eventsOf("entry event", { headers, body, contentType })).toThrow(
      /array of events/,
    );
  });
});

describe("packing", () => {
  it("keeps the order, and both bounds", () => {
    const many = Array.from({ length: 250 }, (_, index) => packed(`e${index}`));
    const packs = packEvents(many);
    expect(packs.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(packs.flat()).toEqual(many);
    const large = Array.from({ length: 30 }, () => ({
      body: Buffer.from(JSON.stringify({ id: "x".repeat(60_000) })),
      publishedAtMs: 1_763_683_200_123,
    }));
    const large2 = packEvents(large);
    expect(large2.flat()).toHaveLength(30);
    for (const pack of large2) {
      expect(encodeEventArray(pack).byteLength).toBeLessThanOrEqual(MAX_ARRAY_BYTES);
    }
    expect(packEvents([])).toEqual([]);
  });
});
