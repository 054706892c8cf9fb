import { type CameraAdapter, skipped, unknownForm } from "../adapter.js";
import { confidenceOf } from "../confidence.js";
import { at, someText } from "../tree.js";

/**
 * AXIS License Plate Verifier and FF group's recogniser. A passage causes the states new, update (again and again)
 * and lost, with one carID.
 * @see https://developer.axis.com/vapix/applications/license-plate-verifier-api/
 */
export const axis: CameraAdapter = {
  vendor: "axis",
  sequences: ["final", "first"],
  read(tree, { camera, clock }) {
    const state = someText(at(tree, "carState"))?.toLowerCase();
    const car = someText(at(tree, "carID"));
    const plate =
      at(tree, "plateUTF8") ??
      at(tree, "plateUnicode") ??
      at(tree, "plateASCII") ??
      at(tree, "plateText");
    if (plate === undefined && car === undefined) {
      // The application reports its own state, for example as a test of the connection.
      const isService = at(tree, "serviceState") ?? at(tree, "state") ?? at(tree, "camera_info");
      return isService === undefined ? unknownForm("carID") : [{ kind: "heartbeat" }];
    }
    // Firmware without states sends each passage once.
    const counts = camera.sequence === "final" ? "lost" : "new";
    if (state !== undefined && state !== counts) return skipped("NOT_FINAL");
    const sensor =
      someText(at(tree, "camera_info", "SerialNumber")) ?? someText(at(tree, "sensorProviderID"));
    const nanoseconds = at(tree, "capture_timestamp") === undefined;
    return [
      {
        kind: "passage",
        facts: {
          id: car === undefined ? undefined : `${sensor ?? camera.name}-${car}`,
          plate: plate ?? null,
          time: nanoseconds
            ? clock.epoch(at(tree, "capture_ts"), "ns", "capture_ts")
            : clock.epoch(at(tree, "capture_timestamp"), "ms", "capture_timestamp"),
          confidence: confidenceOf(at(tree, "plateConfidence"), 1, camera.confidenceMax),
          direction: someText(at(tree, "carMoveDirection")),
          region: someText(at(tree, "plateCountry")),
        },
      },
    ];
  },
};
