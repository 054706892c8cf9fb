import { ContractError } from "./contract-error.js";

/** Events are a few hundred bytes; what is larger is not an event. */
export const MAX_EVENT_BYTES = 65_536;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @throws {ContractError} when the bytes are too many, not UTF-8 or not JSON */
export function parseJsonBody(what: string, body: Uint8Array): unknown {
  if (body.byteLength > MAX_EVENT_BYTES) {
    throw new ContractError(what, [`body: must have at most ${MAX_EVENT_BYTES} bytes`]);
  }
  return parseJson(what, decodeUtf8(what, body));
}

function decodeUtf8(what: string, body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new ContractError(what, ["body: must be UTF-8"]);
  }
}

function parseJson(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would echo the body.
    throw new ContractError(what, ["body: must be JSON"]);
  }
}
