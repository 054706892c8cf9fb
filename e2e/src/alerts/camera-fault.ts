import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gatewayUrlOf } from "../gateway/gateway-url.js";
import type { AlertFault } from "./alert-fault.js";

const BEHIND_MS = 7 * 3_600_000;

/** Options of node that set its clock back. */
const clockBehind = [
  "--import",
  `data:text/javascript,const now=Date.now;Date.now=()=>now()-${BEHIND_MS};`,
];

/** Instead of waiting for seven hours: to such a gateway a camera was seen seven hours ago, and is as far ahead. */
export const cameraFault: AlertFault = {
  name: "a camera of a gateway whose clock is seven hours behind",
  during: ["CameraSilent", "CameraClockOff"],
  async inject({ environment, start, updateTargets }) {
    const file = join(environment.folder, "cameras.json");
    const camera = { name: "north-1", vendor: "verkada", direction: "entry", access: "none" };
    writeFileSync(file, JSON.stringify({ cameras: [camera] }));
    const gateway = await start("gateway", {
      env: { CAMERAS_FILE: file },
      nodeOptions: clockBehind,
    });
    // Without a plate nothing is published.
    const message = { webhook_type: "lpr", data: { detected: Date.now(), camera_id: "c1" } };
    const answer = await fetch(`${gatewayUrlOf(gateway)}/api/v1/cameras/north-1`, {
      method: "POST",
      body: JSON.stringify(message),
    });
    if (!answer.ok) throw new Error(`the gateway answered ${answer.status}`);
    return async () => {
      await gateway.stop();
      updateTargets();
    };
  },
};
