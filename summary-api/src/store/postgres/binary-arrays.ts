/**
 * Arrays in PostgreSQL's binary format: cheaper than text, as nothing is quoted or parsed.
 * node-postgres sends a buffer unchanged.
 * @see https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-FORMAT-CODES
 */
const OIDS = { int8: 20, text: 25, float8: 701, timestamptz: 1_184 } as const;

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NUMBER_BYTES = 8;
/** Most bytes of UTF-8 for one UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;
const NULL = -1;
const TWO_TO_32 = 4_294_967_296;
/** PostgreSQL counts timestamps in microseconds from here. */
const EPOCH_MS = Date.UTC(2000, 0, 1);

/** `undefined` becomes null. */
type Column<T> = readonly (T | undefined)[];

export function textArray(values: Column<string>): Buffer {
  let bytes = HEADER_BYTES;
  for (const value of values) {
    bytes += LENGTH_BYTES + MAX_BYTES_PER_UNIT * (value === undefined ? 0 : value.length);
  }
  const buffer = Buffer.allocUnsafe(bytes);
  let at = writeHeader(buffer, values.length, OIDS.text);
  for (const value of values) {
    const written = value === undefined ? 0 : buffer.write(value, at + LENGTH_BYTES, "utf8");
    buffer.writeInt32BE(value === undefined ? NULL : written, at);
    at += LENGTH_BYTES + written;
  }
  return buffer.subarray(0, at);
}

export const int8Array = (values: Column<number>): Buffer =>
  numberArray(OIDS.int8, values, writeInt64);

/** @param values - milliseconds since 1970 */
export const timestampArray = (values: Column<number>): Buffer =>
  numberArray(OIDS.timestamptz, values, (buffer, ms, at) =>
    writeInt64(buffer, (ms - EPOCH_MS) * 1_000, at),
  );

export const float8Array = (values: Column<number>): Buffer =>
  numberArray(OIDS.float8, values, (buffer, value, at) => buffer.writeDoubleBE(value, at));

function numberArray(
  oid: number,
  values: Column<number>,
  write: (buffer: Buffer, value: number, at: number) => void,
): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * (LENGTH_BYTES + NUMBER_BYTES));
  let at = writeHeader(buffer, values.length, oid);
  for (const value of values) {
    buffer.writeInt32BE(value === undefined ? NULL : NUMBER_BYTES, at);
    at += LENGTH_BYTES;
    if (value === undefined) continue;
    write(buffer, value, at);
    at += NUMBER_BYTES;
  }
  return buffer.subarray(0, at);
}

/** Without BigInt, which is slower; exact up to 2^53, as every JavaScript number. */
function writeInt64(buffer: Buffer, value: number, at: number): void {
  const high = Math.floor(value / TWO_TO_32);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(value - high * TWO_TO_32, at + 4);
}

/** Header of an array: one dimension, nulls allowed, first index 1. An empty array has no dimension. */
function writeHeader(buffer: Buffer, length: number, oid: number): number {
  buffer.writeInt32BE(length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(oid, 8);
  if (length === 0) return 12;
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return HEADER_BYTES;
}
