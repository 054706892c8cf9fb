import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { PROBLEMS, type ProblemCode, problemTypeOf } from "./problem-catalogue.js";

/** How long clients may take. Each is looked at now and then only, so a little more is possible. */
export interface Patience {
  /** Until a request has arrived, with its headers and its body. */
  readonly requestMs: number;
  readonly checkEveryMs: number;
  /** Without a byte in either direction. */
  readonly silentMs: number;
}

export const PATIENCE: Patience = { requestMs: 30_000, checkEveryMs: 5_000, silentMs: 120_000 };

const CODES: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "REQUEST_TIMEOUT",
  HPE_HEADER_OVERFLOW: "HEADERS_TOO_LARGE",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "BODY_TOO_LARGE",
};
/** By the names that Node's parser gives to what it cannot read. */
const DETAILS: Readonly<Record<string, string>> = {
  HPE_INVALID_CONTENT_LENGTH: "Content-Length is no number",
  HPE_UNEXPECTED_CONTENT_LENGTH: "Content-Length stands there twice, or beside Transfer-Encoding",
  HPE_INVALID_TRANSFER_ENCODING: "Transfer-Encoding does not end with chunked",
  HPE_INVALID_CHUNK_SIZE: "The size of a chunk is no number",
  HPE_INVALID_HEADER_TOKEN: "A header is malformed",
  HPE_INVALID_METHOD: "The request begins with no method of HTTP",
  HPE_INVALID_VERSION: "Only HTTP/1.1 is known",
  HPE_PAUSED_H2_UPGRADE: "Only HTTP/1.1 is known",
  HPE_INVALID_URL: "The address holds what no address may hold",
  HPE_INVALID_EOF_STATE: "The request ends too early",
};
const TLS_HANDSHAKE = 0x16;

interface ClientError extends Error {
  readonly code?: string;
  readonly rawPacket?: unknown;
}

/** Answers what never became a request, and hangs up. */
export function answerClientError(error: ClientError, socket: Socket): void {
  if (error.code !== "ECONNRESET" && socket.writable) {
    const code = CODES[error.code ?? ""] ?? "BAD_REQUEST";
    const { status, title } = PROBLEMS[code];
    const body = bodyOf(code, detailOf(error));
    socket.write(
      `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroy(error);
}

/** Node would answer without a word. */
export function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const body = bodyOf("EXPECTATION");
  response
    .writeHead(PROBLEMS.EXPECTATION.status, {
      "content-type": "application/problem+json",
      "content-length": Buffer.byteLength(body),
      connection: "close",
    })
    .end(body);
}

function bodyOf(code: ProblemCode, detail: string = PROBLEMS[code].title): string {
  const { status, title } = PROBLEMS[code];
  return JSON.stringify({ type: problemTypeOf(code), title, status, code, detail });
}

const detailOf = ({ code = "", rawPacket }: ClientError): string | undefined =>
  Buffer.isBuffer(rawPacket) && rawPacket[0] === TLS_HANDSHAKE
    ? "This port takes http:, and was sent TLS"
    : DETAILS[code];
