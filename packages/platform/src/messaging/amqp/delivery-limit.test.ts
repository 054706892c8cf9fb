import { describe, expect, it } from "vitest";
import { argumentsInUse } from "./arguments-in-use.js";
import { dropsAfter } from "./delivery-limit.js";

const quorum = { "x-queue-type": "quorum" };

describe("after how many deliveries a message is dropped", () => {
  it.each([
    [quorum, 4, 20],
    [quorum, 3, undefined],
    [quorum, undefined, undefined],
    [{ ...quorum, "x-delivery-limit": 50 }, 3, 50],
    [{ ...quorum, "x-delivery-limit": 50 }, 4, 50],
    [{ ...quorum, "x-delivery-limit": 0 }, 4, 0],
    [{ ...quorum, "x-delivery-limit": -1 }, 4, undefined],
    [{ ...quorum, "x-delivery-limit": -1 }, 3, 1],
    [{ ...quorum, "x-delivery-limit": 2_000_000_000 }, 4, undefined],
    [{ ...quorum, "x-dead-letter-exchange": "" }, 4, undefined],
    [{ "x-queue-type": "classic" }, 4, undefined],
    [{}, 4, undefined],
  ])("with %j on RabbitMQ %s: %s", (found, major, limit) => {
    expect(dropsAfter(found, major)).toBe(limit);
  });
});

describe("arguments in use", () => {
  const given = { ...quorum, "x-delivery-limit": 2_000_000_000 };
  const refusal = (text: string) =>
    new Error(`Operation failed: QueueDeclare; 406 with message "PRECONDITION_FAILED - ${text}"`);

  it("are learnt from one refusal after the other", async () => {
    const words = [
      "inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received none but current is the value '10' of type 'byte'",
      "inequivalent arg 'x-single-active-consumer' for queue 'q' in vhost '/': received none but current is the value 'true' of type 'bool'",
      "inequivalent arg 'x-overflow' for queue 'q' in vhost '/': received none but current is the value 'reject-publish' of type 'longstr'",
      "inequivalent arg 'x-delivery-limit' for queue 'q' in vhost '/': received '2000000000' but current is '50'",
    ];
    const declare = async () => {
      const next = words.shift();
      if (next !== undefined) throw refusal(next);
    };
    expect(await argumentsInUse(declare, given)).toEqual({
      ...quorum,
      "x-max-length": 10,
      "x-single-active-consumer": true,
      "x-overflow": "reject-publish",
      "x-delivery-limit": 50,
    });
  });

  it("are unknown where the words are, or where they repeat for ever", async () => {
    const unknown = async () => Promise.reject(refusal("something else"));
    expect(await argumentsInUse(unknown, given)).toBeUndefined();
    const again = "inequivalent arg 'x' for queue 'q': received none but current is 'a'";
    expect(await argumentsInUse(() => Promise.reject(refusal(again)), given)).toBeUndefined();
  });
});
