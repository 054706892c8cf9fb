import {
  type AdapterInput,
  type CameraAdapter,
  type Found,
  skipped,
  unknownForm,
} from "../adapter.js";
import { jsonAnswer } from "../camera-request.js";
import { confidenceOf } from "../confidence.js";
import { at, listOf, numberOf, someText, type Tree } from "../tree.js";

/** Uniview's LAPI: structured data of vehicles, as its subscription posts them. */
export const uniview: CameraAdapter = {
  vendor: "uniview",
  needs: ["timeZone"],
  read(tree, input) {
    const structure = at(tree, "StructureInfo");
    if (structure === undefined) return readOther(tree, input);
    const vehicles = listOf(at(structure, "ObjInfo", "VehicleInfoList"));
    if (vehicles.length === 0) return skipped("OTHER_EVENT"); // faces, persons
    const images = listOf(at(structure, "ImageInfoList"));
    return vehicles.map((vehicle): Found => ({
      kind: "passage",
      facts: {
        marks: [at(tree, "Seq"), at(vehicle, "ID")],
        plate: at(vehicle, "PlateAttributeInfo", "PlateNo") ?? null,
        time: input.clock.written(timeOf(vehicle, images), "ImageInfoList.CaptureTime"),
        confidence: confidenceOf(at(vehicle, "Confidence"), 100, input.camera.confidenceMax),
        direction: someText(at(vehicle, "DirectionType")),
      },
    }));
  },
  success: ({ suffix }) => jsonAnswer(200, response(suffix, 0, "Succeed")),
  again: ({ suffix }) => jsonAnswer(503, response(suffix, 1, "Common Error")),
};

const response = (url: string, code: number, text: string) => ({
  Response: { ResponseURL: url, StatusCode: code, StatusString: text },
});

function readOther(tree: Tree, { clock }: AdapterInput): readonly Found[] {
  const isKnown = at(tree, "Reference") !== undefined || at(tree, "Notification") !== undefined;
  const isHeartbeat = /keepalive|heartbeat/i.test(someText(at(tree, "Notification")) ?? "");
  if (!isHeartbeat) return isKnown ? skipped("OTHER_EVENT") : unknownForm("StructureInfo");
  return [{ kind: "heartbeat", time: clock.epoch(at(tree, "TimeStamp"), "s", "TimeStamp") }];
}

/** Of the picture of the plate; else of the first picture; else when the vehicle appeared. */
function timeOf(vehicle: Tree, images: readonly Tree[]): Tree {
  const index = numberOf(at(vehicle, "PlatePicAttachIndex"));
  const image = images.find((each) => numberOf(at(each, "Index")) === index) ?? images[0];
  return at(image, "CaptureTime") ?? at(vehicle, "AppearTime");
}
