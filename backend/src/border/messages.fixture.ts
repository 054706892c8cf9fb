import { inspect } from "node:util";
import fc from "fast-check";
import { eventExchangesOf, HEADERS, type QueueNames, returnExchangeOf } from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";
import type { ReadKind } from "../domain/read.js";

/** The clock of these tests is stopped at this instant. */
export const NOW_MS = Date.UTC(2026, 2, 1, 12);

/** A body from an untrusted sender, and what it has to be, known from how it was made. */
export interface HostileBody {
  readonly queue: ReadKind;
  readonly body: Buffer;
  readonly is: "an event" | "no event" | "either";
}

type HostileMessage = HostileBody & Omit<OutgoingMessage, "body">;

/** The text of a value in a counterexample, instead of thousands of bytes. */
export function shownAs<T extends object>(value: T, show: () => string): T {
  return Object.assign(value, { [fc.toStringMethod]: () => show().slice(0, 600) });
}

type Wire = Readonly<Record<string, unknown>>;

const timeField = (kind: ReadKind) => `${kind}_date_time`;
const textOf = (minutesAgo: number) => new Date(NOW_MS - minutesAgo * 60_000).toISOString();

/** Few plates and ids, so that several events share them. */
const anEvent = (kind: ReadKind): fc.Arbitrary<Wire> =>
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.nat(4_000))
    .map(([id, plate, minutesAgo]) => ({
      id: String(id),
      vehicle_plate: `M${plate}`,
      [timeField(kind)]: textOf(minutesAgo),
    }));

/** Names that mean something to a language, a parser or this program. */
const names = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "toString", "kind", "ignored", "at", "plate"),
  fc.string({ maxLength: 12 }),
);
const optionalNames = fc.constantFrom("lot_id", "gate_id", "confidence", "candidates");

const withAnything = (event: Wire, more: readonly (readonly [string, unknown])[]) => ({
  ...Object.fromEntries(more),
  ...event,
});

/** For a field that has to be valid. */
const notAnId = fc.oneof(
  fc.constantFrom<unknown>(null, "", 17, true, [], {}, ["1"], "a\u0000b", "a\u001b[2J"),
  fc.constantFrom("x".repeat(129), "\ud800"),
);
const notAnInstant = fc.constantFrom<unknown>(
  ...[
    null,
    "",
    0,
    NOW_MS,
    "yesterday",
    "2026-03-01",
    "2026-03-01T08:00:00",
    "2026-13-01T08:00:00Z",
  ],
  ...["1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z", ["2026-03-01T08:00:00Z"], {}],
);

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));

/** Some bytes flipped, put in or taken out. */
const spoilt = (body: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .array(fc.tuple(fc.nat(body.length), fc.nat(2), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const bytes = [...body];
      for (const [at, deleted, value] of changes) bytes.splice(at, deleted, value);
      return Buffer.from(bytes);
    });

/** Any body for one of the queues. */
export const bodies = (queue: ReadKind): fc.Arbitrary<HostileBody> => {
  const of = (is: HostileBody["is"], made: fc.Arbitrary<Buffer>): fc.Arbitrary<HostileBody> =>
    made.map((body) => ({ queue, body, is }));
  const event = anEvent(queue);
  const other = queue === "entry" ? "exit" : "entry";
  const optional = fc.array(fc.tuple(optionalNames, fc.jsonValue()), { maxLength: 3 });
  const extra = fc.array(fc.tuple(names, fc.jsonValue()), { maxLength: 3 });
  const broken = fc.oneof(
    fc.tuple(event, notAnId).map(([wire, id]) => ({ ...wire, id })),
    fc.tuple(event, notAnInstant).map(([wire, at]) => ({ ...wire, [timeField(queue)]: at })),
    fc.tuple(event, fc.constantFrom("id", timeField(queue))).map(([{ ...wire }, name]) => {
      delete (wire as Record<string, unknown>)[name];
      return wire;
    }),
    event.map((wire) => [wire]),
    event.map((wire) => JSON.stringify(wire)),
  );
  return fc.oneof(
    of(
      "no event",
      fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some)),
    ),
    of(
      "no event",
      fc.json().map((text) => Buffer.from(text)),
    ),
    of("no event", broken.map(bytesOf)),
    of("no event", anEvent(other).map(bytesOf)),
    of(
      "no event",
      event.map((wire) => Buffer.concat([bytesOf(wire), Buffer.alloc(65_536, " ")])),
    ),
    of(
      "no event",
      fc.tuple(event, fc.nat(20)).map(([wire, cut]) => bytesOf(wire).subarray(0, -cut - 1)),
    ),
    of("an event", event.map(bytesOf)),
    of(
      "an event",
      fc.tuple(event, optional).map(([wire, more]) => bytesOf(withAnything(wire, more))),
    ),
    of(
      "an event",
      fc.tuple(event, extra).map(([wire, more]) => bytesOf(withAnything(wire, more))),
    ),
    of(
      "either",
      event.chain((wire) => spoilt(bytesOf(wire))),
    ),
    of(
      "either",
      fc
        .tuple(event, fc.jsonValue())
        .map(([wire, vehicle_plate]) => bytesOf({ ...wire, vehicle_plate })),
    ),
  );
};

/** Tables in tables, as deep as no program should go by recursion. */
function nested(depth: number): unknown {
  let value: unknown = "core";
  for (let inner = 0; inner < depth; inner += 1) value = inner % 2 === 0 ? { value } : [value];
  return value;
}

/** Names of headers that steer a broker or belong to this program, and any. */
export const headerNames = fc.oneof(
  fc.constantFrom(...Object.values(HEADERS)),
  fc.constantFrom("CC", "BCC", "x-death", "x-delay", "x-first-death-queue", "x-headers-unreadable"),
  names,
);
const headerValues = fc.oneof(
  fc.jsonValue(),
  fc.uint8Array({ maxLength: 40 }).map((some) => Buffer.from(some)),
  fc.constantFrom<unknown>(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    0.5,
    1e300,
    2 ** 53,
    undefined,
  ),
  fc.constantFrom<unknown>("1", "\u001b[2J", "x".repeat(70_000)),
  fc.nat(6_000).map(nested),
);
const headers = fc
  .array(fc.tuple(headerNames, headerValues), { maxLength: 4 })
  .map((entries) => Object.fromEntries(entries));

const texts = fc.option(fc.string({ unit: "binary", maxLength: 300 }), { nil: undefined });

/** Any body with anything beside it, on each of the ways that lead to a queue. */
export function aHostileMessage(queueNames: QueueNames): fc.Arbitrary<HostileMessage> {
  const exchanges = eventExchangesOf(queueNames);
  const ways = (queue: ReadKind) => {
    const routingKey = queue === "entry" ? queueNames.entryQueue : queueNames.exitQueue;
    return fc.constantFrom(
      { exchange: exchanges[queue], routingKey: "" },
      { exchange: exchanges[queue], routingKey },
      { exchange: "", routingKey },
      { exchange: returnExchangeOf(queueNames), routingKey },
    );
  };
  const properties = fc.record({
    headers,
    messageId: texts,
    appId: texts,
    contentType: texts,
    timestampMs: fc.option(fc.double({ noNaN: true }), { nil: undefined }),
  });
  return fc
    .constantFrom<ReadKind>("entry", "exit")
    .chain((queue) => fc.tuple(bodies(queue), ways(queue), properties))
    .map(([body, way, given]) => {
      const { body: bytes, ...beside } = { ...body, ...way, ...given };
      return shownAs(
        { body: bytes, ...beside },
        () => `${bytes.toString("latin1").slice(0, 200)} ${inspect(beside, { depth: 4 })}`,
      );
    });
}

/** Bodies alone, for tests that send them by another way. */
export const aHostileBody: fc.Arbitrary<HostileBody> = fc
  .constantFrom<ReadKind>("entry", "exit")
  .chain(bodies);
