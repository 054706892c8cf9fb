/** Park: something in the body of a camera could not be used. Names the parts, never a value. */
export class CameraBodyBrokenError extends Error {
  readonly code = "CAMERA_BODY_BROKEN";

  constructor(problems: readonly string[]) {
    super(problems.join("; "));
    this.name = "CameraBodyBrokenError";
  }
}
