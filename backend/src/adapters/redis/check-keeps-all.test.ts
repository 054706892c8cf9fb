import { describe, expect, it } from "vitest";
import { checkKeepsAll, StoreMayForgetError } from "./check-keeps-all.js";

const redisOf = (maxmemory: number, policy: string) => ({
  info: async () =>
    `# Memory\r\nused_memory:1\r\nmaxmemory:${maxmemory}\r\nmaxmemory_policy:${policy}\r\n`,
});

describe("the check of the memory policy", () => {
  it.each([
    [0, "allkeys-lru"],
    [1_000_000, "noeviction"],
  ])("accepts a limit of %i with %s", async (limit, policy) => {
    await expect(checkKeepsAll(redisOf(limit, policy))).resolves.toBeUndefined();
  });

  it.each(["allkeys-lru", "volatile-ttl"])("refuses %s under a limit", async (policy) => {
    await expect(checkKeepsAll(redisOf(1_000_000, policy))).rejects.toThrow(StoreMayForgetError);
  });
});
