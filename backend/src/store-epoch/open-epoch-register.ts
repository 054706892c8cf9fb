import type { DependencyUnavailableError } from "@boomgate/platform/errors";
import { StreamMissingError } from "@boomgate/platform/messaging";
import type { Logger } from "@boomgate/platform/telemetry";
import type { EpochRegister } from "../ports/epoch-register.js";
import { MemoryEpochRegister } from "./memory-epoch-register.js";
import { StreamEpochRegister } from "./stream-epoch-register.js";

/** The register of the broker, or what is left without one. */
export async function openEpochRegister(
  amqpUrl: string,
  stream: string,
  log: Logger,
): Promise<EpochRegister> {
  const register = new StreamEpochRegister(amqpUrl, stream);
  const isMissing = await register.newest().then(
    () => false,
    // Away is not missing: whoever asks later waits for it.
    (error: DependencyUnavailableError) => error.cause instanceof StreamMissingError,
  );
  if (!isMissing) return register;
  log.warn("no streams on this broker: a Redis lost while no backend runs is not found out");
  return new MemoryEpochRegister();
}
