import {
  type AdapterInput,
  type CameraAdapter,
  type Found,
  type PassageFacts,
  skipped,
  unknownForm,
} from "../adapter.js";
import { confidenceOf } from "../confidence.js";
import { at, isObject, listOf, someText, type Tree } from "../tree.js";

/**
 * Hikvision ISAPI: pushed alerts (XML or JSON, alone or beside pictures), and the list of plates that is the
 * answer of a pull.
 * @see https://github.com/maciej-or/hikvision_next/issues/117
 */
export const hikvision: CameraAdapter = {
  vendor: "hikvision",
  read(tree, input) {
    const alert = at(tree, "EventNotificationAlert") ?? tree;
    if (at(alert, "eventType") !== undefined) return readAlert(alert, input);
    if (!isObject(tree) || !Object.hasOwn(tree, "Plates"))
      return unknownForm("EventNotificationAlert");
    const plates = listOf(at(tree, "Plates", "Plate"));
    if (plates.length === 0) return [{ kind: "heartbeat" }]; // none since the last pull
    return plates.map((plate): Found => ({ kind: "passage", facts: pulled(plate, input) }));
  },
};

function readAlert(alert: Tree, input: AdapterInput): readonly Found[] {
  const type = someText(at(alert, "eventType"))?.toLowerCase();
  const time = input.clock.written(at(alert, "dateTime"), "dateTime");
  if (type === "anpr") return [{ kind: "passage", facts: pushed(alert, time, input) }];
  // A camera that has nothing to say reports that its video is not lost.
  const isInactive = someText(at(alert, "eventState"))?.toLowerCase() === "inactive";
  const isHeartbeat = type === "heartbeat" || (type === "videoloss" && isInactive);
  return isHeartbeat ? [{ kind: "heartbeat", time }] : skipped("OTHER_EVENT");
}

function pushed(alert: Tree, time: PassageFacts["time"], { camera }: AdapterInput): PassageFacts {
  const read = at(alert, "ANPR");
  const plate = at(read, "licensePlate") ?? null;
  const original = someText(at(read, "originalLicensePlate"));
  return {
    id: someText(at(alert, "UUID")),
    marks: [at(alert, "channelID"), at(read, "line")],
    plate,
    time,
    confidence: confidenceOf(at(read, "confidenceLevel"), 100, camera.confidenceMax),
    direction: someText(at(read, "direction")),
    region: countryOf(alert),
    // What was seen, where the camera corrected it by its list.
    candidates: original !== undefined && original !== plate ? [original] : undefined,
  };
}

function pulled(plate: Tree, { camera, clock }: AdapterInput): PassageFacts {
  const picture = someText(at(plate, "picName"));
  return {
    id: picture === undefined ? undefined : `${camera.name}-${picture}`,
    marks: [at(plate, "laneNo")],
    plate: at(plate, "plateNumber") ?? null,
    time: clock.written(at(plate, "captureTime"), "captureTime"),
    direction: someText(at(plate, "direction")),
    region: someText(at(plate, "country")),
  };
}

/** "NON" where the camera does not know it. */
function countryOf(alert: Tree): string | undefined {
  const country = someText(at(alert, "countryAbbreviation"));
  return country === "NON" ? undefined : country;
}
