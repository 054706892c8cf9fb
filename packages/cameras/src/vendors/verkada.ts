import { type CameraAdapter, skipped, unknownForm } from "../adapter.js";
import { jsonAnswer } from "../camera-request.js";
import { confidenceOf } from "../confidence.js";
import { at, someText } from "../tree.js";

/**
 * Verkada's webhook of license plates. `webhook_id` is the webhook's, not the passage's.
 * @see https://apidocs.verkada.com/reference/lpr
 */
export const verkada: CameraAdapter = {
  vendor: "verkada",
  read(tree, { camera, clock }) {
    const type = someText(at(tree, "webhook_type"));
    if (type !== undefined && type !== "lpr") return skipped("OTHER_EVENT");
    const data = at(tree, "data");
    if (data === undefined) return unknownForm("data");
    return [
      {
        kind: "passage",
        facts: {
          marks: [at(data, "camera_id")],
          plate: at(data, "license_plate_number") ?? null,
          time:
            at(data, "detected") === undefined
              ? clock.epoch(at(data, "created"), "s", "data.created")
              : clock.epoch(at(data, "detected"), "ms", "data.detected"),
          confidence: confidenceOf(at(data, "confidence"), 1, camera.confidenceMax),
          region: someText(at(data, "license_plate_state")),
        },
      },
    ];
  },
  success: () => jsonAnswer(200, {}),
  again: () => jsonAnswer(503, {}),
};
