import type { DependencyUnavailableError } from "@boomgate/platform/errors";
import { StreamMissingError } from "@boomgate/platform/messaging";
import type { Logger } from "@boomgate/platform/telemetry";
import type { EpochRegister } from "../ports/epoch-register.js";
import { MemoryEpochRegister } from "./memory-epoch-register.js";
import { StreamEpochRegister } from "./stream-epoch-register.js";

/** The register in a stream of the broker, or one in memory where the broker has no streams. */
export async function openEpochRegister(
  amqpUrl: string,
  stream: string,
  log: Logger,
): Promise<EpochRegister> {
  const register = new StreamEpochRegister(amqpUrl, stream);
  const isMissing = await register.newest().then(
    () => false,
    // A broker that is away is not one without streams: later calls wait for it.
    (error: DependencyUnavailableError) => error.cause instanceof StreamMissingError,
  );
  if (!isMissing) return register;
  log.warn("no streams on this broker: a loss of Redis while no backend runs is not noticed");
  return new MemoryEpochRegister();
}
