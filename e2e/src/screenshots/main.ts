import { mkdtempSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type StaySummary, staySummaryToWire } from "@boomgate/contracts";
import { freePort, madeUpDay } from "@boomgate/testing";
import { openBrowser } from "@boomgate/testing/browser";
import { chunksOf } from "@boomgate/platform/lists";
import { ServiceProcess } from "../service-process.js";
import { startBackendStandIn } from "./backend-stand-in.js";
import { PICTURE_HOUR, PICTURES, takePicture } from "./take.js";

const images = fileURLToPath(new URL("../../../docs/images/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "boomgate-screenshots-"));
const now = new Date();
const endHour = PICTURE_HOUR + now.getUTCMinutes() / 60;
/** Longer than it takes to take the pictures, as stays are posted meanwhile. */
const LATER_MS = 180_000;
const endsAt = new Date(now.getTime() + LATER_MS);
const day = madeUpDay({ seed: 7, stays: 9_000, endsAt, endHour: endHour + LATER_MS / 3_600_000 });

const standIn = await startBackendStandIn(() => day.insideAt(new Date()));
const ports = { http: await freePort(), metrics: await freePort() };
const url = `http://127.0.0.1:${ports.http}`;
const startApi = async () => {
  const service = new ServiceProcess({
    name: "summary-api",
    program: "summary-api",
    metricsPort: ports.metrics,
    env: {
      HTTP_PORT: String(ports.http),
      SUMMARY_DATA_DIR: folder,
      BACKEND_METRICS_URL: standIn.url,
    },
    logFile: join(folder, "summary-api.log"),
  });
  await service.ready();
  return service;
};

let api = await startApi();
try {
  await mkdir(images, { recursive: true });
  const past = day.summaries.filter(({ exitedAt }) => exitedAt <= now);
  for (const some of chunksOf(past, 1_000)) await post(some);
  await api.stop();
  api = await startApi(); // so that its metrics do not contain the posting of the day

  const rest = day.summaries.slice(past.length);
  const coming = setInterval(() => {
    const due = rest.findIndex(({ exitedAt }) => exitedAt.getTime() > Date.now());
    const ended = rest.splice(0, due === -1 ? rest.length : due);
    if (ended.length > 0) void post(ended);
  }, 500);
  await sleep(60_000);
  const browser = await openBrowser();
  for (const picture of PICTURES) {
    process.stdout.write(`${await takePicture(browser, url, day, picture, images)}\n`);
  }
  await browser.close();
  clearInterval(coming);
} finally {
  await api.stop();
  standIn.stop();
  rmSync(folder, { recursive: true });
}

async function post(summaries: readonly StaySummary[]): Promise<void> {
  const response = await fetch(`${url}/api/v1/summaries`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(summaries.map(staySummaryToWire)),
  });
  if (!response.ok) throw new Error(`posting stays was answered with ${response.status}`);
}
