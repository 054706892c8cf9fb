import fc from "fast-check";
import { pipelineTopology } from "@boomgate/contracts";
import { createMemoryBroker } from "@boomgate/platform/messaging";
import { expect, it } from "vitest";
import { aHostileArrayMessage } from "./arrays.fixture.js";
import { aHostileMessage } from "./messages.fixture.js";
import { aBorder } from "./world.fixture.js";

const names = { entryQueue: "entries", exitQueue: "exits", prefix: "" };

it("settles each message as what it is, and loses no good visit", async () => {
  let tried = 0;
  let inArrays = 0;
  const aMessage = fc.oneof(
    aHostileMessage(names).map(({ queue, is, ...message }) => ({
      ...{ message, holds: [{ queue, is, body: message.body }] },
    })),
    aHostileArrayMessage(names),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(aMessage, { minLength: 1, maxLength: 12 }), async (messages) => {
      const broker = createMemoryBroker({ topology: pipelineTopology(names, "classic") });
      const border = await aBorder(broker, names);
      try {
        for (const { message, holds } of messages) {
          inArrays += holds.length - 1;
          await border.amid(holds, async () => {
            await broker.publish(message);
            return true;
          });
        }
        await border.expectConserved();
        tried += messages.length;
      } finally {
        await border.stop();
        await broker.close();
      }
    }),
    { numRuns: 150 },
  );
  expect(tried).toBeGreaterThan(500);
  expect(inArrays).toBeGreaterThan(300);
});
