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
};

/** Answers what never became a request, and hangs up. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code !== "ECONNRESET" && socket.writable) {
    const code = CODES[error.code ?? ""] ?? "BAD_REQUEST";
    const { status, title } = PROBLEMS[code];
    const body = JSON.stringify({ type: problemTypeOf(code), title, status, code, detail: title });
    socket.write(
      `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroy(error);
}
