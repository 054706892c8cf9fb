import { readFile } from "node:fs/promises";
import { type Camera, parseRecordedRequest, readCamera } from "@boomgate/cameras";
import { systemClock } from "@boomgate/platform/clock";
import { print, warn } from "../output.js";
import { cameraFor } from "./camera-for.js";
import { parseOptions } from "./options.js";
import { eventLine, readingText } from "./reading-text.js";
import { shifted } from "./shifted.js";

/** A camera that was described wrongly is a wrong use of the command. */
const EXIT_USAGE = 64;
/** Ids of passages that have none differ between this command and a gateway, which has a key of its own. */
const ID_KEY = Buffer.from("npm run camera");

const options = parseOptions(process.argv.slice(2));
const bytes = await readFileOrExit(options.file);
const camera = await chosenCamera();
const recorded = requestOrExit(bytes);
const request = options.topic === undefined ? recorded : { ...recorded, suffix: options.topic };
const read = await readCamera(request, camera, { idKey: ID_KEY });
const reading = options.now ? shifted(read, systemClock.now()) : read;

if (options.json) {
  for (const passage of reading.passages) {
    if (passage.event.kind !== "no_plate") process.stdout.write(`${eventLine(passage)}\n`);
  }
} else print(readingText(reading, camera, bytes.length));
if (reading.problems.length > 0) {
  if (options.json) warn(readingText({ ...reading, passages: [] }, camera, bytes.length));
  process.exitCode = 1;
}

async function chosenCamera(): Promise<Camera> {
  const file = options.cameras;
  const text = file === undefined ? undefined : (await readFileOrExit(file)).toString("utf8");
  const mapping = options.mapping && (await readFileOrExit(options.mapping)).toString("utf8");
  const chosen = cameraFor({ ...options, mapping }, text);
  if ("camera" in chosen) return chosen.camera;
  for (const problem of chosen.problems) warn(problem);
  return process.exit(EXIT_USAGE);
}

function requestOrExit(whole: Buffer) {
  try {
    return parseRecordedRequest(whole);
  } catch (error) {
    warn(`${options.file}: ${(error as Error).message}`);
    return process.exit(1);
  }
}

async function readFileOrExit(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    warn(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return process.exit(1);
  }
}
