import {
  type AdapterInput,
  type CameraAdapter,
  type Found,
  skipped,
  unknownForm,
} from "../adapter.js";
import { confidenceOf } from "../confidence.js";
import { at, listOf, numberOf, someText, type Tree } from "../tree.js";

/**
 * Rekor Scout and OpenALPR. A passage is the group of its pictures: previews come first, and an alert holds
 * the group once more, which gives the same passage.
 * @see https://github.com/mibs510/OpenALPR-Webhook
 */
export const rekor: CameraAdapter = {
  vendor: "rekor",
  read(tree, input) {
    const type = someText(at(tree, "data_type"));
    if (type === "heartbeat") {
      return [
        { kind: "heartbeat", time: input.clock.epoch(at(tree, "timestamp"), "ms", "timestamp") },
      ];
    }
    if (type === "alpr_group") return readGroup(tree, input);
    if (type === "alpr_alert") {
      const group = at(tree, "group");
      return group === undefined ? unknownForm("group") : readGroup(group, input);
    }
    // One picture of a passage whose group follows.
    if (type === "alpr_results") return skipped("NOT_FINAL");
    return type === undefined ? unknownForm("data_type") : skipped("OTHER_EVENT");
  },
};

function readGroup(group: Tree, { camera, clock }: AdapterInput): readonly Found[] {
  const isPreview = at(group, "is_preview");
  if (isPreview === true || isPreview === 1) return skipped("NOT_FINAL");
  const best = at(group, "best_plate_number") ?? at(group, "best_plate", "plate") ?? null;
  return [
    {
      kind: "passage",
      facts: {
        id: someText(at(group, "best_uuid")),
        marks: [at(group, "agent_uid"), at(group, "camera_id")],
        plate: best,
        time: clock.epoch(at(group, "epoch_start"), "ms", "epoch_start"),
        confidence: confidenceOf(at(group, "best_confidence"), 100, camera.confidenceMax),
        direction: numberOf(at(group, "travel_direction")),
        region: someText(at(group, "best_region")) ?? someText(at(group, "country")),
        candidates: listOf(at(group, "candidates"))
          .filter((each) => at(each, "plate") !== best)
          .map((each) => ({
            plate: at(each, "plate"),
            confidence: confidenceOf(at(each, "confidence"), 100, camera.confidenceMax),
          })),
      },
    },
  ];
}
