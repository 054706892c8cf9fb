import {
  type AdapterInput,
  type CameraAdapter,
  type Found,
  type PassageFacts,
  skipped,
  unknownForm,
} from "../adapter.js";
import { type CameraRequest, jsonAnswer } from "../camera-request.js";
import { confidenceOf } from "../confidence.js";
import type { ReadTime } from "../time/camera-clock.js";
import { at, isObject, listOf, numberOf, someText, type Tree } from "../tree.js";

/**
 * Dahua and Intelbras: the HTTP push of ITSAPI (TollgateInfo, KeepAlive, DeviceInfo), and the events of the RPC
 * and CGI streams as some recorders pass them on.
 * @see https://github.com/rroller/dahua/pull/648
 */
export const dahua: CameraAdapter = {
  vendor: "dahua",
  needs: ["timeZone"],
  read(tree, input) {
    if (at(tree, "Picture") !== undefined) {
      return [{ kind: "passage", facts: tollgate(at(tree, "Picture"), input) }];
    }
    const events = at(tree, "params", "eventList");
    if (events !== undefined) return listOf(events).map((event) => readEvent(event, input));
    if (at(tree, "Code") !== undefined) return [readEvent(tree, input)];
    if (at(tree, "Active") !== undefined) return [{ kind: "heartbeat" }];
    const isDevice =
      at(tree, "DeviceModel") !== undefined || at(tree, "Manufacturer") !== undefined;
    return isDevice ? [{ kind: "heartbeat" }] : unknownForm("Picture");
  },
  readText(text, input) {
    const [, code, data] = /^Code=([^;]+);.*?;data=(\{.*\})\s*$/s.exec(text) ?? [];
    if (/^Heartbeat$/i.test(text)) return [{ kind: "heartbeat" }];
    if (data === undefined)
      return text.startsWith("Code=") ? skipped("OTHER_EVENT") : unknownForm("body");
    try {
      return [readEvent({ Code: code, Data: JSON.parse(data) as Tree }, input)];
    } catch {
      return [{ kind: "problem", code: "JSON_BROKEN", detail: "data" }];
    }
  },
  // A camera sends the same again until it reads this.
  success: (request) =>
    isKeepAlive(request)
      ? jsonAnswer(200, {})
      : jsonAnswer(200, { Result: true, Message: "Success" }),
  again: () => jsonAnswer(503, { Result: false, Message: "Try again" }),
};

/** By its address, or by its only fields where the camera was given one address for everything. */
const isKeepAlive = ({ suffix, body }: CameraRequest) =>
  /KeepAlive\/?$/i.test(suffix) ||
  (body.length < 512 && Buffer.from(body).toString("latin1").includes('"Active"'));

function tollgate(picture: Tree, { camera, clock }: AdapterInput): PassageFacts {
  const plate = at(picture, "Plate");
  const snap = at(picture, "SnapInfo");
  const accurate = at(snap, "AccurateTime");
  return {
    // No name of a picture: it holds the plate, and firmware may name the same picture anew.
    marks: [at(snap, "DeviceID"), at(plate, "Channel"), at(snap, "LanNo")],
    plate: at(plate, "PlateNumber") ?? null,
    time: clock.written(
      someText(accurate) === undefined ? at(snap, "SnapTime") : accurate,
      "Picture.SnapInfo.AccurateTime",
    ),
    confidence: confidenceOf(at(plate, "Confidence"), 100, camera.confidenceMax),
    direction: someText(at(snap, "Direction")),
    region: someText(at(plate, "Region")),
  };
}

/** Traffic events have these; "TrafficJunction", "TrafficTollGate", "TrafficCar…". */
const IS_TRAFFIC = /^Traffic/i;

function readEvent(event: Tree, input: AdapterInput): Found {
  const code = someText(at(event, "Code"));
  if (code === undefined) return { kind: "problem", code: "UNKNOWN_FORM", detail: "Code" };
  const data = at(event, "Data") ?? at(event, "data");
  if (/heartbeat/i.test(code)) return { kind: "heartbeat" };
  const isPassage = IS_TRAFFIC.test(code) && isObject(data);
  return isPassage
    ? { kind: "passage", facts: traffic(data, input) }
    : { kind: "skipped", code: "OTHER_EVENT" };
}

function traffic(data: Tree, { camera, clock }: AdapterInput): PassageFacts {
  const object = at(data, "Object");
  const car = at(data, "TrafficCar");
  return {
    marks: [at(data, "EventID"), at(data, "Lane")],
    plate: someText(at(object, "Text")) ?? someText(at(car, "PlateNumber")) ?? null,
    time: timeOf(data, clock),
    confidence: confidenceOf(at(object, "Confidence"), 100, camera.confidenceMax),
    direction:
      someText(at(data, "JunctionDirection")) ?? someText(listOf(at(car, "DrivingDirection"))[0]),
    region: someText(at(object, "Country")),
  };
}

/** `RealUTC` is the instant; `UTC` and `LocaleTime` are the local time. */
function timeOf(data: Tree, clock: AdapterInput["clock"]): ReadTime {
  const ms = Math.min(Math.max(numberOf(at(data, "UTCMS")) ?? 0, 0), 999);
  const plus = (time: ReadTime): ReadTime => ("ms" in time ? { ms: time.ms + ms } : time);
  if (at(data, "RealUTC") !== undefined)
    return plus(clock.epoch(at(data, "RealUTC"), "s", "RealUTC"));
  if (at(data, "UTC") !== undefined) return plus(clock.localEpoch(at(data, "UTC"), "UTC"));
  return clock.written(at(data, "LocaleTime"), "LocaleTime");
}
