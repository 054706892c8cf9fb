import { PublishNotConfirmedError, UnroutableError } from "@boomgate/platform/messaging";
import { describe, expect, it } from "vitest";
import { retrying } from "./retrying.js";

const refused = new PublishNotConfirmedError({
  cause: Object.assign(new Error("ACCESS_REFUSED - write access refused"), { code: 403 }),
});
const lost = new PublishNotConfirmedError({ cause: new Error("channel closed") });

/** An attempt that fails with each error once, and then works. */
function failing(...errors: readonly Error[]) {
  const left = [...errors];
  const lines: string[] = [];
  const pauses: number[] = [];
  const options = {
    clock: { now: () => 0, sleep: async (ms: number) => void pauses.push(ms) },
    signal: new AbortController().signal,
    log: {
      warn: (_: object, text: string) => void lines.push(`warn: ${text}`),
      error: (_: object, text: string) => void lines.push(`error: ${text}`),
    },
    failed: () => undefined,
  };
  const attempt = async () => {
    const error = left.shift();
    if (error) throw error;
    return "done";
  };
  return { attempt, options, lines, pauses, left };
}

describe("trying again", () => {
  it("goes on until the attempt succeeds, after longer and longer pauses", async () => {
    const { attempt, options, pauses } = failing(...Array.from({ length: 8 }, () => lost));
    await expect(retrying("publish", attempt, options)).resolves.toBe("done");
    const longest = [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000];
    expect(pauses).toHaveLength(longest.length);
    for (const [index, ms] of longest.entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(ms / 2);
      expect(pauses[index]).toBeLessThanOrEqual(ms);
    }
  });

  it("goes on after a refusal for a service, which logs an error", async () => {
    const { attempt, options, lines } = failing(lost, refused);
    await expect(retrying("publish", attempt, options)).resolves.toBe("done");
    expect(lines).toEqual([
      "warn: step failed, trying again",
      "error: the broker refuses the publish, trying again",
    ]);
  });

  it.each([refused, new UnroutableError("parking.entries", "")])(
    "ends with a refusal for a command: %s",
    async (error) => {
      const { attempt, options, left } = failing(lost, error, lost);
      await expect(retrying("publish", attempt, { ...options, isCommand: true })).rejects.toBe(
        error,
      );
      expect(left).toEqual([lost]);
    },
  );
});
