import type { CameraRequest } from "../camera-request.js";
import { type Document, parseDocument } from "./parse-document.js";
import { readParts } from "./read-parts.js";

const HAS_PARTS = /^\s*multipart\//i;
const IS_FORM = /^\s*application\/x-www-form-urlencoded\b/i;
const CHARSET = /;\s*charset\s*=\s*"?([\w.:-]{1,40})"?/i;

/**
 * Finds the documents in a body: by its bytes first, as cameras send XML as application/octet-stream.
 * @param chunkBytes - size of the pieces in which a multipart body is read; for tests
 * @returns at least one document
 */
export async function openBody(
  { headers, body }: Pick<CameraRequest, "headers" | "body">,
  chunkBytes = 65_536,
): Promise<readonly Document[]> {
  if (body.length === 0) return [{ kind: "problem", code: "BODY_EMPTY" }];
  const type = headers["content-type"] ?? "";
  if (HAS_PARTS.test(type)) return documentsOf(type, body, chunkBytes);
  const document = parseDocument(body, CHARSET.exec(type)?.[1]);
  const isForm = IS_FORM.test(type) && document.kind !== "tree";
  return isForm ? documentsOf(type, body, chunkBytes) : [document];
}

async function documentsOf(
  type: string,
  body: Uint8Array,
  chunkBytes: number,
): Promise<readonly Document[]> {
  const { parts, isBroken } = await readParts(type, chunksOf(body, chunkBytes));
  // Beside the document there are fields such as a name, and pictures without a type.
  const found = parts
    .filter(({ bytes }) => mayBeDocument(bytes))
    .map(({ bytes }) => parseDocument(bytes));
  if (found.length > 0) return found;
  return [{ kind: "problem", code: isBroken ? "MULTIPART_BROKEN" : "NO_DOCUMENT" }];
}

const BYTE_ORDER_MARK = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/;

function mayBeDocument(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64));
  return /^[\s\0]*[<{[]/.test(start.toString("latin1").replace(BYTE_ORDER_MARK, ""));
}

function* chunksOf(body: Uint8Array, size: number): Generator<Uint8Array> {
  for (let from = 0; from < body.length; from += size) yield body.subarray(from, from + size);
}
