import { type CameraAdapter, unknownForm } from "../adapter.js";
import { confidenceOf } from "../confidence.js";
import { at, isObject, someText, type Tree } from "../tree.js";

/**
 * Genetec AutoVu SharpV, by its JSON extension. Two readers of one firm take 03/01/2026 for different days, so the order of dates is a
 * setting of the camera.
 * @see https://github.com/parkpow/deep-license-plate-recognition/tree/master/parkpow/genetec
 */
export const genetec: CameraAdapter = {
  vendor: "genetec",
  needs: ["dateOrder"],
  read(tree, { camera, clock }) {
    const id = someText(at(tree, "VehicleID"));
    if (!isObject(tree) || (at(tree, "Plate") === undefined && id === undefined)) {
      return unknownForm("Plate");
    }
    const attributes = at(tree, "Attributes");
    const utc = joined(at(tree, "DateUtc"), at(tree, "TimeUtc"));
    return [
      {
        kind: "passage",
        facts: {
          id,
          marks: [at(tree, "SharpName"), at(tree, "CameraName")],
          plate: at(tree, "Plate") ?? null,
          time:
            utc === undefined
              ? clock.written(
                  joined(at(tree, "DateLocal"), at(tree, "TimeLocal")),
                  "DateLocal, TimeLocal",
                )
              : clock.written(utc, "DateUtc, TimeUtc", "UTC"),
          confidence: confidenceOf(
            at(tree, "ConfidenceScore") ?? at(attributes, "Confidence Score"),
            100,
            camera.confidenceMax,
          ),
          direction: someText(at(attributes, "Relative Motion")),
          region: someText(at(tree, "State")),
        },
      },
    ];
  },
};

/** @returns `undefined` unless both exist */
export function joined(date: Tree, time: Tree): string | undefined {
  const [day, clock] = [someText(date), someText(time)];
  return day === undefined || clock === undefined ? undefined : `${day} ${clock}`;
}
