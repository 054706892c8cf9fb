import { ContractError } from "./contract-error.js";

/** Events are a few hundred bytes; what is larger is not an event. */
export const MAX_EVENT_BYTES = 65_536;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @throws {ContractError} when the bytes are too many, of AMQP 1.0, not UTF-8 or not JSON */
export function parseJsonBody(what: string, body: Uint8Array): unknown {
  if (body.byteLength > MAX_EVENT_BYTES) {
    throw new ContractError(what, [`body: must have at most ${MAX_EVENT_BYTES} bytes`]);
  }
  if (isAmqp10Section(body)) {
    throw new ContractError(what, [
      "body: must be JSON, not an AMQP 1.0 value: send it as a data section",
    ]);
  }
  return parseJson(what, decodeUtf8(what, body));
}

/** Descriptors of data, sequence and value. */
const BODY_SECTIONS: readonly number[] = [0x75, 0x76, 0x77];

/**
 * Clients of AMQP 1.0 that send a text as a value: its descriptor is in front, which no JSON begins with.
 * @see https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-messaging-v1.0-os.html - section 3.2.6 to 3.2.8
 */
function isAmqp10Section(body: Uint8Array): boolean {
  if (body[0] !== 0) return false;
  // The descriptor is a small or a whole ulong.
  const code = body[1] === 0x53 ? body[2] : body[1] === 0x80 ? body[9] : undefined;
  return code !== undefined && BODY_SECTIONS.includes(code);
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
