import type { Answer, CameraRequest } from "./camera-request.js";
import type { CameraProblemCode, SkippedCode } from "./camera-reading.js";
import type { Camera } from "./settings/camera.js";
import type { VendorName } from "./settings/vendor-names.js";
import type { CameraClock, ReadTime } from "./time/camera-clock.js";
import type { Tree } from "./tree.js";

/** What a message says about one passage, in the vendor's words. */
export interface PassageFacts {
  /** The vendor's own id of the passage, if it is the same in every copy and unique on the camera. */
  readonly id?: string | undefined;
  /** Where there is no such id: in what the passage may differ from another one at the same time with the same plate, such as its lane or index. */
  readonly marks?: readonly Tree[] | undefined;
  /** Text, number or null; null, "" and words such as "unknown" mean that none was read. */
  readonly plate: Tree;
  readonly time: ReadTime;
  readonly confidence?: number | undefined;
  /** A word, degrees, or zones in the order in which they were entered. */
  readonly direction?: string | number | readonly string[] | undefined;
  readonly region?: string | undefined;
  /** As the contract takes them: texts, or objects with `plate` and `confidence`. */
  readonly candidates?: readonly Tree[] | undefined;
}

/** One thing that a document says. */
export type Found =
  | { readonly kind: "passage"; readonly facts: PassageFacts }
  | { readonly kind: "skipped"; readonly code: SkippedCode }
  | { readonly kind: "heartbeat"; readonly time?: ReadTime | undefined }
  | { readonly kind: "problem"; readonly code: CameraProblemCode; readonly detail: string };

export interface AdapterInput {
  readonly request: CameraRequest;
  readonly camera: Camera;
  readonly clock: CameraClock;
}

/** Reads the messages of one vendor. Values in, values out: no input or output, no clock. */
export interface CameraAdapter {
  readonly vendor: VendorName;
  /** Settings without which no message of this vendor can be read. */
  readonly needs?: readonly ("timeZone" | "dateOrder" | "mapping")[];
  /** What can be chosen where a passage causes several messages; the first is the default. */
  readonly sequences?: readonly ("final" | "first")[];
  /** @returns at least one thing; never throws for any tree */
  read(tree: Tree, input: AdapterInput): readonly Found[];
  /** A body that is neither JSON nor XML; without it such a body is a problem. */
  readText?(text: string, input: AdapterInput): readonly Found[];
  /** Success as this vendor's cameras understand it; by default 200 without a body. */
  success?(request: CameraRequest): Answer;
  /** What makes the camera send again; by default 503. */
  again?(request: CameraRequest): Answer;
}

export const skipped = (code: SkippedCode): readonly Found[] => [{ kind: "skipped", code }];
export const problem = (code: CameraProblemCode, detail: string): readonly Found[] => [
  { kind: "problem", code, detail },
];
export const unknownForm = (detail: string) => problem("UNKNOWN_FORM", detail);
