import { DEFAULT_READING, type EventReading } from "@boomgate/contracts";
import { answersOf } from "./answers-of.js";
import { type AdapterInput, type CameraAdapter, type Found, skipped } from "./adapter.js";
import { openBody } from "./body/open-body.js";
import type { Document } from "./body/parse-document.js";
import { CAMERA_PROBLEMS, type CameraProblem, type CameraReading } from "./camera-reading.js";
import type { CameraRequest } from "./camera-request.js";
import { Collected } from "./collected.js";
import type { Camera } from "./settings/camera.js";
import { CameraClock } from "./time/camera-clock.js";
import { adapterOf } from "./vendors/index.js";

/** What is the same for all cameras of a process. */
export interface CameraContext {
  /** Key of the ids of passages that have none; the same in all replicas, for ever. */
  readonly idKey: Uint8Array;
  /** How plates are read, as in the backend. */
  readonly reading?: EventReading | undefined;
  /** For tests: a multipart body is read in pieces of this size. */
  readonly chunkBytes?: number | undefined;
}

/**
 * Reads what a camera sent. Depends on nothing but its arguments: the same request gives the same passages with
 * the same ids and times, however often it is sent.
 * @returns also for a body that nobody can read: `problems` then says why; never rejects
 */
export async function readCamera(
  request: CameraRequest,
  camera: Camera,
  context: CameraContext,
): Promise<CameraReading> {
  const adapter = adapterOf(camera);
  const collected = new Collected(camera, context.idKey, context.reading ?? DEFAULT_READING);
  try {
    const input = { request, camera, clock: new CameraClock(camera) };
    for (const document of await documentsOf(request, camera, context)) {
      const found = readDocument(document, adapter, input);
      // A list of nothing is about no passage.
      for (const each of found.length > 0 ? found : skipped("OTHER_EVENT")) collected.take(each);
    }
  } catch {
    // No vendor's message may end the service; the fuzz tests show that none comes here.
    collected.take({ kind: "problem", code: "ADAPTER_FAILED", detail: adapter.vendor });
  }
  return { ...collected.result(), ...answersOf(request, camera) };
}

/** A camera of no known maker may put everything into the query. */
async function documentsOf(
  request: CameraRequest,
  camera: Camera,
  { chunkBytes }: CameraContext,
): Promise<readonly Document[]> {
  const hasQuery = camera.vendor === "generic" && Object.keys(request.query).length > 0;
  if (request.body.length === 0 && hasQuery) return [{ kind: "tree", tree: request.query }];
  return openBody(request, chunkBytes);
}

function readDocument(
  document: Document,
  adapter: CameraAdapter,
  input: AdapterInput,
): readonly Found[] {
  if (document.kind === "problem") return [{ ...document, detail: "body" }];
  if (document.kind === "tree") return adapter.read(document.tree, input);
  return (
    adapter.readText?.(document.text, input) ?? [
      { kind: "problem", code: "NO_DOCUMENT", detail: "body" },
    ]
  );
}

/** A sentence for a person: "The time cannot be read (SnapInfo.AccurateTime)". */
export const problemText = ({ code, detail }: CameraProblem): string =>
  `${CAMERA_PROBLEMS[code]} (${detail})`;
