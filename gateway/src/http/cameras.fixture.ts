import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type CameraReading,
  type CameraRequest,
  parseCameras,
  parseRecordedRequest,
  readCamera,
} from "@boomgate/cameras";
import { encodeEvent } from "@boomgate/contracts";
import { EVENT_ID_KEY } from "../gateway.fixture.js";

const payloads = new URL("../../../packages/cameras/payloads/", import.meta.url);

/** What cameras send, one message a file; the first word is the vendor. */
export const PAYLOADS: readonly string[] = readdirSync(fileURLToPath(payloads)).filter(
  // Frigate sends by MQTT.
  (name) => /\.(?:json|xml|txt)$/.test(name) && !name.startsWith("frigate"),
);
export const vendorOf = (file: string): string => file.replace(/[-.].*$/, "");
export const payloadOf = (file: string): CameraRequest =>
  parseRecordedRequest(readFileSync(new URL(file, payloads)));

/** A camera of each vendor that sends by HTTP, with the vendor's name. */
export const CAMERAS = [...new Set(PAYLOADS.map(vendorOf))].map((vendor) => ({
  name: vendor,
  vendor,
  gate: "north",
  direction: "entry",
  time_zone: "Europe/Berlin",
  date_order: "dmy",
  access: "none" as unknown,
}));

/** A CAMERAS_FILE that can be written again. */
export function aCamerasFile(cameras: readonly object[] = CAMERAS) {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-cameras-"));
  const path = join(folder, "cameras.json");
  const write = (some: readonly object[]) => writeFileSync(path, JSON.stringify({ cameras: some }));
  write(cameras);
  return {
    path,
    write,
    writeText: (text: string) => writeFileSync(path, text),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** What the adapter makes of it, as the gateway would publish it. */
export async function expectedOf(request: CameraRequest, settings: object): Promise<CameraReading> {
  const [camera] = parseCameras(JSON.stringify({ cameras: [settings] })).values();
  if (camera === undefined) throw new Error("no camera");
  return readCamera(request, camera, { idKey: Buffer.from(EVENT_ID_KEY) });
}

export const eventsOf = ({ passages }: CameraReading): readonly unknown[] =>
  passages.flatMap(({ event }) =>
    event.kind === "no_plate" ? [] : [JSON.parse(encodeEvent(event).toString()) as unknown],
  );

const OF_THE_CONNECTION = ["host", "content-length", "transfer-encoding", "connection", "expect"];

/** Sends it as the camera did. */
export function sendTo(
  url: string,
  { method, suffix, headers, body }: CameraRequest,
): Promise<Response> {
  const kept = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
  return fetch(`${url}${suffix}`, {
    method,
    headers: Object.fromEntries(kept) as Record<string, string>,
    body: method === "GET" ? null : Buffer.from(body),
  });
}
