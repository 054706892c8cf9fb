import {
  type AdapterInput,
  type CameraAdapter,
  type Found,
  skipped,
  unknownForm,
} from "../adapter.js";
import { at, isObject, listOf, someText, type Tree } from "../tree.js";

/**
 * UniFi Protect's alarm webhook. Each trigger is a passage; it has no confidence and no direction but its zones.
 * Older versions send no plate. The group's name is none: it may be that of a person.
 * @see https://github.com/home-assistant/core/issues/124967
 */
export const unifi: CameraAdapter = {
  vendor: "unifi",
  read(tree, input) {
    if (at(tree, "alarm") === undefined) return unknownForm("alarm");
    const triggers = listOf(at(tree, "alarm", "triggers"));
    const isPlate = (trigger: Tree) => someText(at(trigger, "key"))?.startsWith("license_plate");
    const plates = triggers.filter((trigger) => isPlate(trigger));
    if (plates.length === 0) return skipped("OTHER_EVENT");
    return plates.map((trigger) => readTrigger(trigger, tree, input));
  },
};

/** Sent by the button "test" of the alarm manager. */
const TEST_EVENT = "testEventId";

function readTrigger(trigger: Tree, tree: Tree, { clock }: AdapterInput): Found {
  const id = someText(at(trigger, "eventId"));
  if (id === TEST_EVENT) return { kind: "heartbeat" };
  const time = at(trigger, "timestamp");
  return {
    kind: "passage",
    facts: {
      id,
      marks: [at(trigger, "device")],
      plate: at(trigger, "value") ?? null,
      time:
        time === undefined
          ? clock.epoch(at(tree, "timestamp"), "ms", "timestamp")
          : clock.epoch(time, "ms", "alarm.triggers.timestamp"),
      direction: zonesOf(at(trigger, "zones")),
    },
  };
}

/** "zone:1", "line:2", "loiter:3" */
function zonesOf(zones: Tree): readonly string[] {
  if (!isObject(zones)) return [];
  return ["zone", "line", "loiter"].flatMap((kind) =>
    listOf(zones[kind]).map((zone) => `${kind}:${someText(zone) ?? ""}`),
  );
}
