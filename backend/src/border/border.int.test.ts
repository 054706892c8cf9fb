import fc from "fast-check";
import { eventExchangesOf, pipelineTopology, type QueueNames } from "@boomgate/contracts";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import {
  deleteTopology,
  field,
  list,
  nested,
  publishRaw,
  type RawMessage,
  table,
  text,
  typed,
  uniqueName,
} from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { aHostileArray, type HostileArray } from "./arrays.fixture.js";
import type { ReadKind } from "../domain/read.js";
import { aHostileBody, headerNames, shownAs } from "./messages.fixture.js";
import { aBorder } from "./world.fixture.js";

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((some) => Buffer.from(some));
/** Lengths of the values that have no length of their own. */
const FIXED: Readonly<Record<string, number>> = {
  ...{ t: 1, b: 1, B: 1, s: 2, u: 2, I: 4, i: 4, l: 8, f: 4, d: 8, D: 5, T: 8, V: 0 },
};

/** Header values as bytes, also such as no library would write. */
function valuesOf(queues: readonly string[]): fc.Arbitrary<Buffer> {
  const { value } = fc.letrec<{ value: Buffer }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc
        .constantFrom(...Object.entries(FIXED))
        .chain(([tag, length]) => bytes(length).map((some) => typed(tag, some))),
      fc.string({ unit: "binary", maxLength: 30 }).map((some) => text(some)),
      fc.uint8Array({ maxLength: 30 }).map((some) => text(Buffer.from(some))),
      fc.constantFrom(...queues).map((queue) => list(text(queue))),
      fc.nat(20_000).map((depth) => nested(depth + 1, depth % 2 === 0 ? "F" : "A")),
      fc.integer({ min: 10_000, max: 90_000 }).map((length) => text("x".repeat(length))),
      fc.array(tie("value"), { maxLength: 3 }).map((all) => list(...all)),
      fc
        .array(fc.tuple(headerNames, tie("value")), { maxLength: 3 })
        .map((all) => table(...all.map(([name, one]) => field(cut(name), one)))),
    ),
  }));
  return value;
}

/** A short text has at most 255 bytes. */
const cut = (name: string | Buffer) => Buffer.from(name as string).subarray(0, 255);

const shortTexts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }).map(cut),
  fc.uint8Array({ maxLength: 255 }).map((some) => Buffer.from(some)),
);
const properties = fc.record(
  {
    ...{ contentType: shortTexts, contentEncoding: shortTexts, correlationId: shortTexts },
    ...{ replyTo: shortTexts, messageId: shortTexts, type: shortTexts, appId: shortTexts },
  },
  { requiredKeys: [] },
);

interface Content extends Pick<HostileArray, "queue" | "body" | "holds"> {
  readonly contentType?: string;
}

/** Of a message: a body, or an array of several. */
const aContent: fc.Arbitrary<Content> = fc.oneof(
  aHostileBody.map(({ queue, body, is }) => ({ queue, body, holds: [{ queue, body, is }] })),
  fc.constantFrom<ReadKind>("entry", "exit").chain(aHostileArray),
);

describeWith("rabbitmq", "the border over RabbitMQ", ({ rabbitmq: url }) => {
  it("settles each raw message as what it is, and keeps its connections", async () => {
    const names: QueueNames = {
      prefix: `${uniqueName()}.`,
      ...{ entryQueue: uniqueName(), exitQueue: uniqueName() },
    };
    const topology = pipelineTopology(names, "quorum");
    const exchanges = eventExchangesOf(names);
    const queues = topology.queues.map(({ name }) => name);
    const warnings: unknown[] = [];
    const log = { warn: (...line: unknown[]) => void warnings.push(line), info: () => undefined };
    const broker = await openAmqpBroker({ url, topology, clientName: "backend", log });
    const border = await aBorder(broker, names);
    let taken = 0;
    const headers = fc
      .array(fc.tuple(headerNames, valuesOf([...queues, "x"])), { maxLength: 4 })
      .map((all) => Buffer.concat(all.map(([name, value]) => field(cut(name), value))));
    const messages = fc
      .tuple(aContent, headers, properties, fc.constantFrom("", ...queues))
      .map(([{ queue, body, holds, contentType }, raw, given, routingKey]) => {
        const message: RawMessage = {
          ...{ exchange: exchanges[queue], routingKey, body, headers: raw },
          properties: { ...given, ...(contentType === undefined ? {} : { contentType }) },
        };
        const show = () => {
          const shown = body.toString("latin1").slice(0, 200);
          return `${holds.map(({ is }) => is).join()} ${shown} with ${raw.toString("latin1")}`;
        };
        return shownAs({ holds, message }, show);
      });
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(messages, { minLength: 10, maxLength: 20 }), async (all) => {
          const sendOne = async (message: RawMessage) => {
            const isTaken = (await publishRaw(url, message)) === "confirmed";
            taken += Number(isTaken);
            return isTaken;
          };
          await Promise.all(
            all.map(({ holds, message }) => border.amid(holds, () => sendOne(message))),
          );
          await border.expectConserved();
          expect(warnings).toEqual([]);
        }),
        { numRuns: 6, endOnFailure: true },
      );
      expect(taken).toBeGreaterThan(50);
    } finally {
      await border.stop();
      await broker.close();
      await deleteTopology(url, topology);
    }
  }, 120_000);
});
