import type { Delivery } from "@boomgate/platform/messaging";
import { afterEach, describe, expect, it } from "vitest";
import { EventIntake } from "./event-intake.js";
import type { Message } from "./handler.js";
import { aPipeline, type Kind, PREFETCH, type Thermometers } from "./thermometers.fixture.js";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function started(given: Thermometers) {
  const made = await aPipeline(given);
  stops.push(made.stop);
  return made;
}

const elements = (count: number) =>
  Array.from({ length: count }, (_, degrees) => ({ event: { id: `r${degrees}`, degrees } }));

const degreesOf = ({ delivery }: Message<Kind>) =>
  (JSON.parse(delivery.body.toString()) as { readonly degrees: number }).degrees;

describe("events that are worked on at once", () => {
  it("are as many as the prefetch, whatever the messages hold, in their order", async () => {
    const finish: (() => void)[] = [];
    const begun: number[] = [];
    const handle = (message: Message<Kind>) => {
      begun.push(degreesOf(message));
      return new Promise<void>((resolve) => void finish.push(resolve));
    };
    const { sendArray, settled, inHand } = await started({ handle });
    await sendArray(elements(PREFETCH + 5));
    await expect.poll(() => begun.length).toBe(PREFETCH);
    expect(inHand.reading).toBe(PREFETCH + 5);
    finish[0]?.();
    await expect.poll(() => begun.length).toBe(PREFETCH + 1);
    for (let at = 1; at < PREFETCH + 5; at += 1) {
      await expect.poll(() => finish.length).toBeGreaterThan(at);
      finish[at]?.();
    }
    await settled(PREFETCH + 5);
    expect(begun).toEqual(elements(PREFETCH + 5).map(({ event }) => event.degrees));
    expect(inHand.reading).toBe(0);
  });

  it("are finished at a stop, and all that was not begun is given back", async () => {
    const finish: (() => void)[] = [];
    const handle = () => new Promise<void>((resolve) => void finish.push(resolve));
    const { sendArray, pipeline, depth, settlements } = await started({ handle });
    await sendArray(elements(PREFETCH + 5));
    await sendArray(elements(3));
    await expect.poll(() => finish.length).toBe(PREFETCH);
    const stopped = pipeline.stop();
    await expect.poll(() => pipeline.inHandCount).toBe(PREFETCH);
    for (const each of finish) each();
    await stopped;
    expect(settlements).toHaveLength(PREFETCH);
    expect(await depth("readings")).toBe(2);
  });
});

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
