import fc from "fast-check";
import { pipelineTopology } from "@boomgate/contracts";
import { createMemoryBroker } from "@boomgate/platform/messaging";
import { expect, it } from "vitest";
import { aHostileMessage } from "./messages.fixture.js";
import { aBorder } from "./world.fixture.js";

const names = { entryQueue: "entries", exitQueue: "exits", prefix: "" };

it("settles each message as what it is, and loses no good visit", async () => {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(aHostileMessage(names), { minLength: 1, maxLength: 12 }),
      async (messages) => {
        const broker = createMemoryBroker({ topology: pipelineTopology(names, "classic") });
        const border = await aBorder(broker, names);
        try {
          for (const { queue, is, ...message } of messages) {
            await border.amid({ queue, is, body: message.body }, async () => {
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
      },
    ),
    { numRuns: 150 },
  );
  expect(tried).toBeGreaterThan(500);
});
