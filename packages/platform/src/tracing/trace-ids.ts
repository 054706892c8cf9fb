import { randomBytes } from "node:crypto";

/** One call for many ids: a call for each would cost ten times as much as the rest of it. */
const POOL_BYTES = 4_096;

let pool = "";
let next = 0;

/** Random hex digits of the system's generator. */
function digits(count: number): string {
  if (next + count > pool.length) {
    pool = randomBytes(POOL_BYTES).toString("hex");
    next = 0;
  }
  next += count;
  return pool.slice(next - count, next);
}

const isZero = (id: string) => /^0+$/.test(id);

/** All zeros is the one value that names nothing. */
function idOf(count: number): string {
  const id = digits(count);
  return id.charCodeAt(0) === 48 && isZero(id) ? idOf(count) : id;
}

export const newTraceId = (): string => idOf(32);
export const newSpanId = (): string => idOf(16);
