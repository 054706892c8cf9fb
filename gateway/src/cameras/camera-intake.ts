import {
  type Answer,
  type Camera,
  type CameraContext,
  type CameraReading,
  type CameraRequest,
  problemText,
  readCamera,
} from "@boomgate/cameras";
import type { EntryEvent, ExitEvent } from "@boomgate/contracts";
import { confirmedWithin } from "../intake/confirmed-within.js";
import type { InFlight } from "../intake/in-flight.js";
import type { EventPublisher } from "../ports/event-publisher.js";
import type { RawParking } from "../ports/raw-parking.js";
import { CameraBodyBrokenError } from "./camera-body-broken-error.js";
import type { CameraWords } from "./camera-words.js";
import { withoutPictures } from "./without-pictures.js";

export interface CameraIntakeParts {
  readonly context: CameraContext;
  readonly publisher: EventPublisher;
  readonly parking: RawParking;
  readonly inFlight: Pick<InFlight, "addEvents" | "removeEvents">;
  readonly words: CameraWords;
  /** How long a camera waits for the confirms. */
  readonly confirmTimeoutMs: number;
  /** Ms since 1970. */
  readonly nowMs: () => number;
  /** Called once for a message of which the broker did not confirm everything. */
  readonly onUnconfirmed: (failures: readonly unknown[]) => void;
}

export interface CameraTaken {
  /** What the camera gets back. */
  readonly answer: Answer;
  /** Whether the broker has all of it; if not, the camera has to send it again. */
  readonly isConfirmed: boolean;
}

/**
 * Reads what a camera sent, publishes its passages, parks the body when something in it cannot be used, and waits for
 * the broker to have both. Passages of any time are published: what is too old or lies ahead is parked by the backends,
 * with its code in the ledger, as the camera would send it for ever.
 */
export class CameraIntake {
  constructor(private readonly parts: CameraIntakeParts) {}

  /** @param traceparent - W3C trace context */
  async take(camera: Camera, request: CameraRequest, traceparent: string): Promise<CameraTaken> {
    const { context, words, inFlight, confirmTimeoutMs, onUnconfirmed } = this.parts;
    const reading = await readCamera(request, camera, context);
    const events = eventsOf(reading);
    const hasProblems = reading.problems.length > 0;
    const held = events.length + (hasProblems ? 1 : 0);
    if (!inFlight.addEvents(held)) return this.again(camera, reading);
    const acceptedMs = this.parts.nowMs();
    const publishing = [
      ...events.map((event) => this.parts.publisher.publish({ event, acceptedMs, traceparent })),
      ...(hasProblems ? [this.park(camera, request, reading, acceptedMs)] : []),
    ].map((each) => each.finally(() => inFlight.removeEvents(1)));
    const { confirmed, failures } = await confirmedWithin(confirmTimeoutMs, publishing);
    if (confirmed.includes(false)) {
      onUnconfirmed(failures);
      return this.again(camera, reading);
    }
    words.heard(camera.name, reading, true);
    return { answer: reading.answer, isConfirmed: true };
  }

  private again(camera: Camera, reading: CameraReading): CameraTaken {
    this.parts.words.heard(camera.name, reading, false);
    return { answer: reading.againAnswer, isConfirmed: false };
  }

  private park(
    camera: Camera,
    request: CameraRequest,
    reading: CameraReading,
    receivedMs: number,
  ): Promise<void> {
    return this.parts.parking.park({
      camera: camera.name,
      body: withoutPictures(request.body),
      contentType: request.headers["content-type"],
      cause: new CameraBodyBrokenError(reading.problems.map(problemText)),
      receivedMs,
    });
  }
}

const eventsOf = ({ passages }: CameraReading): readonly (EntryEvent | ExitEvent)[] =>
  passages.flatMap(({ event }) => (event.kind === "no_plate" ? [] : [event]));
