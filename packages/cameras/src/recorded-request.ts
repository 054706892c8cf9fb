import type { CameraRequest } from "./camera-request.js";

const REQUEST_LINE = /^([A-Z]{3,7}) (\S+) HTTP\/1\.[01]\r?\n/;
const CAMERA_PATH = /^\/api\/v1\/cameras\/[^/]+/;

/**
 * Reads a file that holds a body, or a whole HTTP/1.1 request as it went over the wire.
 * @throws {Error} with a sentence, when the pieces of a chunked body cannot be read
 */
export function parseRecordedRequest(bytes: Uint8Array): CameraRequest {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const [line, method = "POST", target = "/"] =
    REQUEST_LINE.exec(buffer.subarray(0, 8_192).toString("latin1")) ?? [];
  if (line === undefined)
    return { method: "POST", suffix: "", query: {}, headers: {}, body: bytes };
  const end = /\r?\n\r?\n/.exec(buffer.toString("latin1"));
  const headerEnd = end?.index ?? buffer.length;
  const headers = headersOf(buffer.subarray(line.length, headerEnd).toString("latin1"));
  const body = buffer.subarray(headerEnd + (end?.[0].length ?? 0));
  const url = new URL(target, "http://camera.invalid");
  return {
    method,
    suffix: url.pathname.replace(CAMERA_PATH, ""),
    query: Object.fromEntries(url.searchParams),
    headers,
    body: /\bchunked\b/i.test(headers["transfer-encoding"] ?? "") ? joinChunks(body) : body,
  };
}

function headersOf(text: string): Record<string, string> {
  const fields = text.split(/\r?\n/).map((line) => /^([^:\s]+):\s*(.*?)\s*$/.exec(line));
  return Object.fromEntries(
    fields.flatMap((field) => (field ? [[field[1]?.toLowerCase(), field[2]]] : [])),
  ) as Record<string, string>;
}

function joinChunks(body: Buffer): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (let from = 0; ;) {
    const lineEnd = body.indexOf("\r\n", from);
    const size = lineEnd === -1 ? "" : body.toString("latin1", from, lineEnd).split(";")[0]?.trim();
    if (!/^[0-9a-f]{1,8}$/i.test(size ?? ""))
      throw new Error("the chunked body has no size of a chunk");
    const bytes = Number.parseInt(size as string, 16);
    if (bytes === 0) return Buffer.concat(chunks);
    chunks.push(body.subarray(lineEnd + 2, lineEnd + 2 + bytes));
    from = lineEnd + 2 + bytes + 2;
  }
}
