import { RecoverableError } from "@boomgate/platform/errors";

/** Park: something in the body of a camera could not be used. Names the parts, never a value. */
export class CameraBodyBrokenError extends RecoverableError {
  readonly code = "CAMERA_BODY_BROKEN";
  readonly recovery = "park";

  constructor(problems: readonly string[]) {
    super(problems.join("; "));
    this.name = "CameraBodyBrokenError";
  }
}
