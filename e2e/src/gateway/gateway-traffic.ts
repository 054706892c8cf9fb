import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RepeatedWork, type Running } from "@boomgate/platform/lifecycle";

const PAUSE_MS = 500;
const VISIT_MS = 2_000;

const CAMERA = "garage-1";

/** The file of the camera that sends. @returns its path */
export function writeCamerasFile(folder: string): string {
  const path = join(folder, "cameras.json");
  const camera = {
    name: CAMERA,
    vendor: "verkada",
    direction: "entry",
    access: "none",
  };
  writeFileSync(path, JSON.stringify({ cameras: [camera] }));
  return path;
}

/**
 * Sends the entry and the exit of a car to a gateway, twice a second, and beside them an event that it refuses, and what
 * a camera saw.
 */
export function startGatewayTraffic(gatewayUrl: string): Running {
  let cars = 0;
  const visit = async (): Promise<void> => {
    cars += 1;
    const plate = `GATE${cars}`;
    const now = Date.now();
    const events = [
      { vehicle_plate: plate, entry_date_time: new Date(now - VISIT_MS).toISOString() },
      { vehicle_plate: plate, exit_date_time: new Date(now).toISOString() },
      { vehicle_plate: plate },
    ];
    const seen = { detected: now, camera_id: "c1", license_plate_number: `CAM${cars}` };
    await post(`${gatewayUrl}/api/v1/events`, events);
    await post(`${gatewayUrl}/api/v1/cameras/${CAMERA}`, { webhook_type: "lpr", data: seen });
  };
  const traffic = new RepeatedWork(visit, () => PAUSE_MS);
  traffic.start();
  return traffic;
}

/** While the gateway is away, its traffic is. */
async function post(url: string, body: unknown): Promise<void> {
  const headers = { "content-type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(body) };
  await fetch(url, request).catch(() => undefined);
}
