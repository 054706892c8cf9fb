import type { EntryEvent, ExitEvent, NoPlateEvent } from "@boomgate/contracts";
import type { Answer } from "./camera-request.js";

/** Why something that could be read is no passage. A closed set, as it is a label of a metric. */
export const SKIPPED = {
  /** A later message about the same passage counts (or an earlier one, as the camera's `sequence` says). */
  NOT_FINAL: "NOT_FINAL",
  /** About something else than a passage: motion, a person, the description of a picture. */
  OTHER_EVENT: "OTHER_EVENT",
  /** Below the camera's `min_confidence`. */
  LOW_CONFIDENCE: "LOW_CONFIDENCE",
  /** The camera's `direction` maps the direction to "ignore". */
  OTHER_DIRECTION: "OTHER_DIRECTION",
} as const;
export type SkippedCode = keyof typeof SKIPPED;

/** Why nothing can be made of a body, or of a part of it. A closed set, never renamed. */
export const CAMERA_PROBLEMS = {
  BODY_EMPTY: "The request has no body",
  BODY_NOT_TEXT: "The text of the body is in no encoding that is known",
  JSON_BROKEN: "The body begins like JSON and is none; it may have been cut off",
  XML_BROKEN: "The body begins like XML and is none; it may have been cut off",
  XML_DOCTYPE: "XML with a document type is refused, as it can define entities",
  XML_TOO_LARGE: "The XML has too many or too deeply nested elements",
  MULTIPART_BROKEN: "The parts of the body cannot be separated",
  NO_DOCUMENT: "The body holds neither JSON nor XML",
  UNKNOWN_FORM: "The body has none of the forms that this vendor sends",
  PLATE_MISSING: "The field of the plate does not exist",
  TIME_MISSING: "The field of the time does not exist",
  TIME_BROKEN: "The time cannot be read",
  TIME_ZONE_MISSING: "The time has no zone: set time_zone of the camera",
  DATE_ORDER_MISSING: "The date may be day/month or month/day: set date_order of the camera",
  DIRECTION_UNKNOWN: "The direction is not in the map of the camera",
  EVENT_BROKEN: "What was read breaks the contract of events",
  ADAPTER_FAILED: "The adapter failed; this is a fault of the program",
} as const;
export type CameraProblemCode = keyof typeof CAMERA_PROBLEMS;

export interface CameraProblem {
  readonly code: CameraProblemCode;
  /** Names the field or part; never a value. */
  readonly detail: string;
}

/** A vehicle passed the camera. */
export interface Passage {
  readonly type: "entry" | "exit";
  /** Without a plate it is a `NoPlateEvent`, which is counted and not published. */
  readonly event: EntryEvent | ExitEvent | NoPlateEvent;
  /** Country or state of the plate, as the camera writes it: "GBR", "us-ca". */
  readonly region?: string | undefined;
}

export interface Heartbeat {
  /** Clock of the camera, where the message has it. */
  readonly at?: Date | undefined;
}

/** Everything that was made of one request. */
export interface CameraReading {
  readonly passages: readonly Passage[];
  readonly skipped: readonly SkippedCode[];
  /** Not empty: keep the body, as something in it could not be used. */
  readonly problems: readonly CameraProblem[];
  /** The message says that the camera works. */
  readonly heartbeat: Heartbeat | undefined;
  /** Once every passage is confirmed, and a body with problems is kept. */
  readonly answer: Answer;
  /** When something was not confirmed: the camera should send again. */
  readonly againAnswer: Answer;
}
