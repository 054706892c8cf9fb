const AMQP_10 = "body: must be JSON, not an AMQP 1.0 value: send it as a data section";

/** Bytes that are no event whatever its kind, with the sentence that says so. */
export const notEvents: readonly (readonly [what: string, body: Uint8Array, problem: string])[] = [
  ["an empty body", bytes(""), "body: must be JSON"],
  ["white space", bytes(" \n"), "body: must be JSON"],
  ["text", bytes("AB123CD"), "body: must be JSON"],
  ["half an object", bytes('{"id":"AB123CD"'), "body: must be JSON"],
  ["two objects", bytes('{"id":"AB123CD"}{}'), "body: must be JSON"],
  ["NUL bytes", Buffer.alloc(16), "body: must be JSON"],
  ["a NUL in a text", bytes('{"id":"AB\u0000123CD"}'), "body: must be JSON"],
  ["Latin-1", Buffer.from('{"id":"Ä123CD"}', "latin1"), "body: must be UTF-8"],
  ["UTF-16", Buffer.from('{"id":"AB123CD"}', "utf16le").subarray(1), "body: must be JSON"],
  ["a cut UTF-8 character", bytes('{"id":"€"}').subarray(0, 9), "body: must be UTF-8"],
  ["a surrogate as UTF-8", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), "body: must be UTF-8"],
  ["a text of AMQP 1.0", amqp10("5377", "a102", "{}"), AMQP_10],
  ["a long text of AMQP 1.0", amqp10("5377", "b100000002", "{}"), AMQP_10],
  ["bytes of AMQP 1.0 as a value", amqp10("5377", "a002", "{}"), AMQP_10],
  ["nothing of AMQP 1.0", amqp10("5377", "40", ""), AMQP_10],
  ["a list of AMQP 1.0", amqp10("5376", "c0", "{}"), AMQP_10],
  ["data of AMQP 1.0 that nobody unwrapped", amqp10("5375", "a002", "{}"), AMQP_10],
  ["the long descriptor of AMQP 1.0", amqp10("800000000000000077", "a102", "{}"), AMQP_10],
  ["null", bytes("null"), "body: must be a JSON object"],
  ["an array", bytes('[{"id":"AB123CD"}]'), "body: must be a JSON object"],
  ["a number", bytes("42"), "body: must be a JSON object"],
  ["a string", bytes('"AB123CD"'), "body: must be a JSON object"],
  ["deep nesting", bytes("[".repeat(60_000)), "body: must be JSON"],
  ["10 MB", Buffer.alloc(10 * 2 ** 20, 0x20), "body: must have at most 65536 bytes"],
];

function amqp10(descriptor: string, type: string, text: string): Buffer {
  return Buffer.concat([Buffer.from(`00${descriptor}${type}`, "hex"), Buffer.from(text)]);
}

function bytes(text: string): Buffer {
  return Buffer.from(text);
}
