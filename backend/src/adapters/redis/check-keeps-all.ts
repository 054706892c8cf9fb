import { DependencyUnavailableError } from "@boomgate/platform/errors";

/** Redis is configured to drop keys when its memory is full: each would be a lost history. */
export class StoreMayForgetError extends Error {
  readonly code = "STORE_MAY_FORGET";

  constructor(policy: string) {
    super(`Redis drops keys when full (maxmemory-policy ${policy}); set it to noeviction`);
    this.name = "StoreMayForgetError";
  }
}

/** @throws {StoreMayForgetError} when Redis may evict histories */
export async function checkKeepsAll(redis: {
  info(section: string): Promise<string>;
}): Promise<void> {
  const info = await redis.info("memory").catch((cause: unknown) => {
    throw new DependencyUnavailableError("store", cause);
  });
  const valueOf = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
  const policy = valueOf("maxmemory_policy") ?? "noeviction";
  if (valueOf("maxmemory") !== "0" && policy !== "noeviction") {
    throw new StoreMayForgetError(policy);
  }
}
