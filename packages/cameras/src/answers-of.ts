import { type Answer, type CameraRequest, emptyAnswer } from "./camera-request.js";
import type { Camera } from "./settings/camera.js";
import { adapterOf } from "./vendors/index.js";

export interface Answers {
  /** Success, as the camera understands it. */
  readonly answer: Answer;
  /** What makes the camera send again. */
  readonly againAnswer: Answer;
}

/** They depend on where the request went, not on its body. */
export function answersOf(request: CameraRequest, camera: Camera): Answers {
  const adapter = adapterOf(camera);
  return {
    answer: adapter.success?.(request) ?? emptyAnswer(200),
    againAnswer: adapter.again?.(request) ?? emptyAnswer(503),
  };
}
