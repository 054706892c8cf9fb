import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { encodeEvent } from "@boomgate/contracts";
import type { CameraReading, Passage } from "./camera-reading.js";
import type { CameraRequest } from "./camera-request.js";
import { parseRecordedRequest } from "./recorded-request.js";
import type { Camera } from "./settings/camera.js";
import { readCameraSettings } from "./settings/parse-cameras.js";

const folder = new URL("../payloads/", import.meta.url);
const golden = new URL("../golden/", import.meta.url);

export const ID_KEY = Buffer.from("the key of the tests");

/** Every payload of the folder; docs/cameras.md has their sources. */
export const PAYLOADS: readonly string[] = readdirSync(fileURLToPath(folder)).filter((name) =>
  /\.(?:json|xml|txt)$/.test(name),
);

export const requestOf = (file: string): CameraRequest => ({
  ...parseRecordedRequest(readFileSync(new URL(file, folder))),
  ...(file.startsWith("frigate") ? { suffix: "/frigate/events" } : {}),
});

/** The camera that sends a payload: its vendor is the first word of the file's name. */
export function cameraOf(file: string, settings: object = {}): Camera {
  const vendor = file.replace(/[-.].*$/, "");
  return aCamera({ vendor, ...settings });
}

export function aCamera(settings: object = {}): Camera {
  const read = readCameraSettings(
    {
      name: "north-1",
      vendor: "platerecognizer",
      gate: "north",
      direction: "entry",
      time_zone: "Europe/Berlin",
      date_order: "dmy",
      access: "none",
      ...settings,
    },
    "camera of a test",
  );
  if ("problems" in read) throw new Error(read.problems.join("; "));
  return read.camera;
}

/** As it is in the golden file. */
export const plain = (reading: CameraReading): unknown =>
  JSON.parse(JSON.stringify({ ...reading, passages: reading.passages.map(plainPassage) }));

const plainPassage = ({ type, event, region }: Passage) => ({
  type,
  event: event.kind === "no_plate" ? event : (JSON.parse(encodeEvent(event).toString()) as unknown),
  region,
});

export const goldenFile = (file: string): string =>
  fileURLToPath(new URL(`${file}.golden.json`, golden));
