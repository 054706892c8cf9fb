import { type CameraAdapter, skipped, unknownForm } from "../adapter.js";
import { confidenceOf } from "../confidence.js";
import { at, someText } from "../tree.js";

/** Milesight's HTTP notification of recognised plates; it has no id. */
export const milesight: CameraAdapter = {
  vendor: "milesight",
  needs: ["timeZone"],
  read(tree, { camera, clock }) {
    const plate = at(tree, "plate") ?? at(tree, "license_plate");
    if (plate === undefined) {
      return at(tree, "event") === undefined ? unknownForm("plate") : skipped("OTHER_EVENT");
    }
    const precise = someText(at(tree, "time_msec"));
    return [
      {
        kind: "passage",
        facts: {
          marks: [at(tree, "detection_region")],
          plate,
          time: clock.written(precise ?? at(tree, "time"), "time"),
          confidence: confidenceOf(at(tree, "confidence"), 100, camera.confidenceMax),
          direction: someText(at(tree, "direction")),
          region: someText(at(tree, "region")),
        },
      },
    ];
  },
};
