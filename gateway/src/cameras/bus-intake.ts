import type { Camera } from "@boomgate/cameras";
import { type Tracer, writeTraceparent } from "@boomgate/platform/tracing";
import type { BusMessage } from "../ports/message-bus.js";
import type { CameraFile } from "./camera-file.js";
import type { CameraIntake } from "./camera-intake.js";
import type { CameraWords } from "./camera-words.js";

interface BusParts {
  readonly cameras: Pick<CameraFile, "all">;
  readonly cameraIntake: Pick<CameraIntake, "take">;
  readonly words: Pick<CameraWords, "seen">;
  readonly tracer: Pick<Tracer, "begin">;
}

/**
 * Gives a message of Frigate to each camera of this vendor; the adapter leaves out what is of another one.
 * @returns whether the broker has all of it
 */
export async function takeFromBus(
  { cameras, cameraIntake, words, tracer }: BusParts,
  { topic, body }: BusMessage,
): Promise<boolean> {
  const request = { method: "POST", suffix: `/${topic}`, query: {}, headers: {}, body };
  const isOfBus = ({ vendor }: Camera) => vendor === "frigate";
  const traceparent = writeTraceparent(tracer.begin());
  let isConfirmed = true;
  for (const camera of [...(await cameras.all()).values()].filter(isOfBus)) {
    words.seen(camera.name);
    const taken = await cameraIntake.take(camera, request, traceparent);
    isConfirmed &&= taken.isConfirmed;
  }
  return isConfirmed;
}
