import { createGenericAdapter } from "../generic/generic-adapter.js";
import { TEXT_TIME } from "../generic/mapping.js";

/** GA/T 1400, the Chinese standard of video platforms: several vehicles in one message. */
export const gat1400 = createGenericAdapter(
  "gat1400",
  {
    passages: "/MotorVehicleListObject/MotorVehicleObject",
    plate: ["/PlateNo"],
    time: { ...TEXT_TIME, at: ["/PassTime", "/AppearTime"] },
    id: ["/MotorVehicleID"],
    confidence: { at: ["/PlateReliability"], max: 100 },
    direction: ["/Direction"],
    lane: ["/DeviceID", "/LaneNo"],
  },
  ["timeZone"],
);

/** LectorVision, by its JSON. */
export const lectorVision = createGenericAdapter(
  "lectorvision",
  {
    plate: ["/Plate"],
    time: { ...TEXT_TIME, at: ["/TimeStamp"] },
    confidence: { at: ["/Fiability"], max: 100 },
    direction: ["/Direction"],
    region: ["/Country"],
    lane: ["/SerialNumber", "/LaneNumber"],
  },
  ["timeZone"],
);

/** LILIN's log of plates: all numbers are text. */
export const lilin = createGenericAdapter("lilin", {
  passages: "/INFORMATION",
  plate: ["/LPR"],
  time: { at: ["/TS"], as: "us", isUtc: false },
  confidence: { at: ["/THRESHOLD"], max: 1 },
  region: ["/COUNTRY"],
  lane: ["/CAR_ID"],
});
