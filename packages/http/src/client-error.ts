import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { HTTP_PROBLEMS, problemBody, type ProblemKind } from "./problem-catalogue.js";

const KINDS: Readonly<Record<string, ProblemKind>> = {
  ERR_HTTP_REQUEST_TIMEOUT: HTTP_PROBLEMS.REQUEST_TIMEOUT,
  HPE_HEADER_OVERFLOW: HTTP_PROBLEMS.HEADERS_TOO_LARGE,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: HTTP_PROBLEMS.BODY_TOO_LARGE,
};
/** By the codes of Node's HTTP parser. */
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

/** Answers bytes that never became a request, and closes the connection. */
export function answerClientError(error: ClientError, socket: Socket): void {
  if (error.code !== "ECONNRESET" && socket.writable) {
    const kind = KINDS[error.code ?? ""] ?? HTTP_PROBLEMS.BAD_REQUEST;
    const body = JSON.stringify(problemBody(kind, detailOf(error)));
    socket.write(
      `HTTP/1.1 ${kind.status} ${kind.title}\r\nContent-Type: application/problem+json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroy(error);
}

/** Instead of Node's own answer, which has no body. */
export function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const body = JSON.stringify(problemBody(HTTP_PROBLEMS.EXPECTATION));
  response
    .writeHead(HTTP_PROBLEMS.EXPECTATION.status, {
      "content-type": "application/problem+json",
      "content-length": Buffer.byteLength(body),
      connection: "close",
    })
    .end(body);
}

const detailOf = ({ code = "", rawPacket }: ClientError): string | undefined =>
  Buffer.isBuffer(rawPacket) && rawPacket[0] === TLS_HANDSHAKE
    ? "This port takes http:, and was sent TLS"
    : DETAILS[code];
