import { type CameraAdapter, unknownForm } from "../adapter.js";
import { confidenceOf } from "../confidence.js";
import { at, isObject, someText, type Tree } from "../tree.js";
import { joined } from "./genetec.js";

/** Tattile's XML message, whatever its root is called; its fields are chosen on the camera. */
export const tattile: CameraAdapter = {
  vendor: "tattile",
  needs: ["timeZone"],
  read(tree, { camera, clock }) {
    const message = messageOf(tree);
    if (message === undefined) return unknownForm("PLATE_STRING");
    return [
      {
        kind: "passage",
        facts: {
          marks: [at(message, "DEVICE_SN"), at(message, "LANE_ID")],
          plate: at(message, "PLATE_STRING"),
          time: clock.written(joined(at(message, "DATE"), at(message, "TIME")), "DATE, TIME"),
          confidence: scoreOf(at(message, "OCRSCORE"), camera.confidenceMax),
          direction: someText(at(message, "DIRECTION")),
          region:
            someText(at(message, "PLATE_COUNTRY_CODE")) ?? someText(at(message, "PLATE_COUNTRY")),
        },
      },
    ];
  },
};

function messageOf(tree: Tree): Tree {
  if (!isObject(tree)) return undefined;
  return [tree, ...Object.values(tree)].find((each) => at(each, "PLATE_STRING") !== undefined);
}

/** Per cent, "92.5" or "093", or of 999: then most are above 100. */
function scoreOf(value: Tree, setMax: number | undefined): number | undefined {
  return confidenceOf(value, 100, setMax) ?? confidenceOf(value, 999, setMax);
}
