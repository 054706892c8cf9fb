import { type Camera, parseCameras, readCameraSettings } from "@boomgate/cameras";
import { ContractError } from "@boomgate/contracts";
import type { CameraOptions } from "./options.js";

type Chosen = { readonly camera: Camera } | { readonly problems: readonly string[] };

/** The options that stand for settings of a file. */
const OPTION_OF: Readonly<Record<string, string>> = {
  time_zone: "--time-zone Europe/Berlin",
  date_order: "--date-order dmy (or mdy)",
  direction: "--direction entry",
  mapping: "--mapping <file>",
  sequence: "--sequence final",
};

/**
 * @param options - `mapping` is the text of the file here
 * @param cameras - text of a CAMERAS_FILE; with it the name is that of a camera
 */
export function cameraFor(options: CameraOptions, cameras: string | undefined): Chosen {
  if (cameras !== undefined) return named(options.name, cameras);
  const mapping = jsonOf(options.mapping);
  if (mapping === NOT_JSON) return { problems: ["the mapping is not JSON"] };
  const direction = options.direction?.startsWith("{")
    ? jsonOf(options.direction)
    : options.direction;
  const read = readCameraSettings(
    {
      name: "example",
      vendor: options.name,
      direction,
      time_zone: options.timeZone,
      date_order: options.dateOrder,
      sequence: options.sequence,
      access: "none",
      mapping,
    },
    "camera",
  );
  if ("camera" in read) return read;
  return { problems: read.problems.map((problem) => withOption(problem)) };
}

function named(name: string, text: string): Chosen {
  try {
    const cameras = parseCameras(text);
    const camera = cameras.get(name);
    if (camera) return { camera };
    const known = [...cameras.keys()].join(", ");
    return { problems: [`the file has no camera ${name}; it has ${known || "none"}`] };
  } catch (error) {
    if (error instanceof ContractError) return { problems: error.problems };
    throw error;
  }
}

/** "time_zone: must be set, …: give --time-zone Europe/Berlin" */
function withOption(problem: string): string {
  const plain = problem.replace(/^camera(?: example)?: /, "");
  const option = OPTION_OF[/^[a-z_]+/.exec(plain)?.[0] ?? ""];
  return option === undefined ? plain : `${plain}: give ${option}`;
}

const NOT_JSON = Symbol("not JSON");

function jsonOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return NOT_JSON;
  }
}
