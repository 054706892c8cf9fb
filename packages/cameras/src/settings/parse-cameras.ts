import { ContractError } from "@boomgate/contracts";
import { z } from "zod";
import { adapterOf } from "../vendors/index.js";
import type { Camera } from "./camera.js";
import { type CameraFields, cameraSchema } from "./camera-schema.js";

const WHAT = "cameras file";
const fileSchema = z.strictObject({ cameras: z.array(z.unknown()) });

/**
 * Reads the text of CAMERAS_FILE.
 * @returns the cameras by name
 * @throws {ContractError} naming camera and field of everything that is wrong, without its value
 * @see docs/cameras.md - each setting
 */
export function parseCameras(text: string): ReadonlyMap<string, Camera> {
  const file = fileSchema.safeParse(parseJson(text));
  if (!file.success) throw new ContractError(WHAT, ['must be an object with the array "cameras"']);
  const cameras = new Map<string, Camera>();
  const problems: string[] = [];
  for (const [index, given] of file.data.cameras.entries()) {
    const read = readCameraSettings(given, `camera ${index + 1}`);
    if ("problems" in read) problems.push(...read.problems);
    else if (cameras.has(read.camera.name)) {
      problems.push(`camera ${read.camera.name}: name: is that of a camera before`);
    } else cameras.set(read.camera.name, read.camera);
  }
  if (problems.length > 0) throw new ContractError(WHAT, problems);
  return cameras;
}

/**
 * @param label - names the camera in problems where its name cannot be read: "camera 1"
 * @returns the settings, or a sentence for everything that is wrong
 */
export function readCameraSettings(
  given: unknown,
  label: string,
): { readonly camera: Camera } | { readonly problems: readonly string[] } {
  const result = cameraSchema.safeParse(given);
  const named = z.object({ name: cameraSchema.shape.name }).safeParse(given);
  const who = named.success ? `camera ${named.data.name}` : label;
  if (!result.success) {
    return { problems: result.error.issues.map((issue) => `${who}: ${sentenceOf(issue)}`) };
  }
  const problems = missingOf(result.data).map((problem) => `${who}: ${problem}`);
  return problems.length > 0 ? { problems } : { camera: cameraOf(result.data) };
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.join(".");
  if (issue.code !== "unrecognized_keys")
    return path === "" ? issue.message : `${path}: ${issue.message}`;
  // The name of a misspelt setting; a name that may be anything else is cut.
  const keys = issue.keys.map((key) => JSON.stringify(key.slice(0, 40))).join(", ");
  return `${path === "" ? "" : `${path}: `}has no setting ${keys}`;
}

/** What the vendor's messages cannot be read without. */
function missingOf(fields: CameraFields): string[] {
  const { needs = [], sequences = ["final"] } = adapterOf(fields);
  const { vendor, time_zone, date_order, mapping, sequence } = fields;
  const problems: string[] = [];
  if (needs.includes("timeZone") && time_zone === undefined) {
    problems.push(`time_zone: must be set, as times of ${vendor} have no zone`);
  }
  if (needs.includes("dateOrder") && date_order === undefined) {
    problems.push(`date_order: must be set, as dates of ${vendor} may be day/month or month/day`);
  }
  if (needs.includes("mapping") && mapping === undefined) {
    problems.push(`mapping: must be set for ${vendor}`);
  }
  if (mapping !== undefined && vendor !== "generic") problems.push(`mapping: is only for generic`);
  if (fields.source !== undefined && vendor !== "frigate") {
    problems.push(`source: is only for frigate`);
  }
  if (!sequences.includes(sequence)) problems.push(`sequence: must be "final" for ${vendor}`);
  return problems;
}

const cameraOf = (fields: CameraFields): Camera => ({
  name: fields.name,
  vendor: fields.vendor,
  lotId: fields.lot,
  gateId: fields.gate,
  direction: fields.direction,
  timeZone: fields.time_zone,
  dateOrder: fields.date_order,
  clockOffsetMs: Math.round(fields.clock_offset_seconds * 1_000),
  minConfidence: fields.min_confidence,
  confidenceMax: fields.confidence_max,
  sequence: fields.sequence,
  access: fields.access,
  source: fields.source,
  mapping: fields.mapping,
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new ContractError(WHAT, ["must be JSON"]); // the parser's own message would show the text
  }
}
