import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { afterEach, describe, expect, it } from "vitest";
import type { Message } from "../handler.js";
import {
  aPipeline,
  type Kind,
  SensorBrokenError,
  type Thermometers,
} from "../thermometers.fixture.js";
import type { ElementDelivery } from "./array-in-hand.js";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function started(given: Thermometers) {
  const made = await aPipeline(given);
  stops.push(made.stop);
  return made;
}

const elementOf = (degrees: number) => ({ event: { id: `r${degrees}`, degrees } });

describe("an element that is no event", () => {
  const DEPTH = 20_000;
  const deep = `${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}`;
  const large = { id: "large", text: "x".repeat(65_536) };
  it.each([
    ["is not wrapped", JSON.stringify(elementOf(1).event)],
    ["is a number", "7"],
    ["is larger than an event may be", JSON.stringify({ event: large })],
    ["is nested without end, and not wrapped", deep],
  ])("is parked alone, unhandled, when it %s", async (_, element) => {
    const seen: unknown[] = [];
    const handle = async ({ delivery }: Message<Kind>) => seen.push(delivery.messageId);
    const { sendText, settled, settlements, next } = await started({ handle });
    await sendText(`[${JSON.stringify(elementOf(0))},${element},${JSON.stringify(elementOf(2))}]`);
    await settled(3);
    expect(settlements.filter(([, settlement]) => settlement === "parked")).toEqual([
      ["reading", "parked", "CONTRACT_BROKEN"],
    ]);
    expect(seen).toEqual(["r0", "r2"]);
    const { body } = await next("parked");
    const wrapped = element.startsWith('{"event":') ? element.slice(9, -1) : element;
    expect(body.toString() === wrapped).toBe(true);
  });

  it("is parked alone when its handler refuses it, however deep it is nested", async () => {
    const handle = async ({ delivery }: Message<Kind>) => {
      if (!(delivery as ElementDelivery).messageId) throw new SensorBrokenError("no id");
    };
    const { sendText, settled, settlements, next } = await started({ handle });
    await sendText(`[${JSON.stringify(elementOf(0))},{"event":{"a":${deep}}}]`);
    await settled(2);
    expect(settlements.map(([, settlement]) => settlement).toSorted()).toEqual(["acked", "parked"]);
    expect((await next("parked")).body.toString() === `{"a":${deep}}`).toBe(true);
  });

  it("is no event either when its array is taken apart", async () => {
    let left = 1;
    const seen: unknown[] = [];
    const handle = async ({ delivery }: Message<Kind>) => {
      seen.push(delivery.messageId);
      left -= 1;
      if (left === 0) throw new DependencyUnavailableError("attic", "no answer");
    };
    const { sendArray, settled, settlements, next } = await started({ handle });
    await sendArray([elementOf(0), elementOf(1).event], { "x-delivery-count": 2 });
    // Two of the array, one of which is given back, then the two alone.
    await settled(4);
    expect(settlements.map(([, settlement]) => settlement).toSorted()).toEqual([
      ...["acked", "parked", "parked", "released"],
    ]);
    expect(seen).toEqual(["r0", "r0"]);
    expect(JSON.parse((await next("parked")).body.toString())).toEqual(elementOf(1).event);
  });
});
