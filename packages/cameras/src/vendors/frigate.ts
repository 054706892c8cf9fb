import {
  type AdapterInput,
  type CameraAdapter,
  type Found,
  skipped,
  unknownForm,
} from "../adapter.js";
import { confidenceOf } from "../confidence.js";
import { at, listOf, someText, type Tree } from "../tree.js";

/** What Frigate reads plates of. */
const VEHICLES = new Set(["car", "motorcycle", "bus", "truck", "van", "license_plate"]);

/**
 * Frigate's messages of MQTT; the suffix is the topic. An object causes dozens of updates, each with the state
 * before and after it, and one end.
 * @see https://docs.frigate.video/integrations/mqtt
 */
export const frigate: CameraAdapter = {
  vendor: "frigate",
  sequences: ["final", "first"],
  read(tree, input) {
    const type = someText(at(tree, "type"))?.toLowerCase();
    const after = at(tree, "after");
    if (after !== undefined) return readEvent(type, at(tree, "before"), after, input);
    // Of frigate/tracked_object_update: the event follows with the best of these reads.
    if (type === "lpr") return skipped("NOT_FINAL");
    if (type !== undefined) return skipped("OTHER_EVENT");
    return at(tree, "service") === undefined ? unknownForm("after") : [{ kind: "heartbeat" }]; // frigate/stats
  },
  readText(text) {
    if (text === "online") return [{ kind: "heartbeat" }];
    return text === "offline" ? skipped("OTHER_EVENT") : unknownForm("body");
  },
};

function readEvent(
  type: string | undefined,
  before: Tree,
  after: Tree,
  { camera, clock }: AdapterInput,
): readonly Found[] {
  const label = someText(at(after, "label"));
  const isFalse = at(after, "false_positive") === true;
  if (isFalse || (label !== undefined && !VEHICLES.has(label))) return skipped("OTHER_EVENT");
  const source = someText(at(after, "camera"));
  if (camera.source !== undefined && camera.source !== source) return skipped("OTHER_EVENT");
  const read = plateOf(after);
  const counts =
    camera.sequence === "final"
      ? type === "end"
      : read.plate !== undefined && (type === "new" || plateOf(before).plate === undefined);
  if (!counts) return skipped("NOT_FINAL");
  const id = someText(at(after, "id"));
  return [
    {
      kind: "passage",
      facts: {
        id: id === undefined ? undefined : `${source ?? camera.name}-${id}`,
        marks: [source],
        plate: read.plate ?? null,
        time: clock.epoch(at(after, "start_time"), "s", "after.start_time"),
        confidence: confidenceOf(read.score, 1, camera.confidenceMax),
        direction: listOf(at(after, "entered_zones"))
          .map((zone) => someText(zone))
          .filter((zone) => zone !== undefined),
      },
    },
  ];
}

/** A text with its score in another field, or both as a list. */
function plateOf(state: Tree) {
  const plate = at(state, "recognized_license_plate");
  const score = at(state, "recognized_license_plate_score");
  return Array.isArray(plate)
    ? { plate: someText(plate[0]), score: plate[1] as Tree }
    : { plate: someText(plate), score };
}
