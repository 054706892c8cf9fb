import type { Delivery } from "@boomgate/platform/messaging";
import { expect, it } from "vitest";
import { EventIntake } from "./event-intake.js";
import type { Message } from "./handler.js";
import type { Kind } from "./thermometers.fixture.js";

it("a message waits while enough are worked on, and none is forgotten", async () => {
  const settled: unknown[] = [];
  const finish: (() => void)[] = [];
  let count = 0;
  const intake = new EventIntake<Kind>({
    most: 1,
    open: (delivery) => [{ delivery } as Message<Kind>],
    settle: async ({ delivery }) => {
      await new Promise<void>((resolve) => void finish.push(resolve));
      settled.push(delivery.messageId);
    },
    count: (change) => (count += change),
  });
  for (const messageId of ["a", "b", "c"]) intake.take({ messageId } as Delivery);
  for (let at = 0; at < 3; at += 1) {
    await expect.poll(() => finish.length).toBe(at + 1);
    finish[at]?.();
  }
  await expect.poll(() => count).toBe(0);
  expect(settled).toEqual(["a", "b", "c"]);
});
