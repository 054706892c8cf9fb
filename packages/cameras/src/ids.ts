import { createHmac } from "node:crypto";

const BASE_32 = "abcdefghijklmnopqrstuvwxyz234567";
const MAX_ID = 128;
const PRINTABLE = /^[!-~]+(?: [!-~]+)*$/;
/** A device that has no id writes zeros or nothing. */
const NOTHING = /^[0{}\s-]*$/;

/** @returns the vendor's own id, if it is one: printable, at most 128 characters, not all zeros */
export const ownId = (text: string | undefined): string | undefined =>
  text !== undefined && text.length <= MAX_ID && PRINTABLE.test(text) && !NOTHING.test(text)
    ? text
    : undefined;

/**
 * An id from what never changes about a passage. The hash is keyed, as a plate may be among the facts.
 * @param facts - each is hashed behind its length, so that no two lists give the same text
 * @returns "c-" and 26 characters
 */
export function idOfFacts(key: Uint8Array, facts: readonly string[]): string {
  const text = facts.map((fact) => `${Buffer.byteLength(fact)}:${fact}`).join("");
  let bits = "";
  for (const byte of createHmac("sha256", key).update(text).digest().subarray(0, 17)) {
    bits += byte.toString(2).padStart(8, "0");
  }
  const digits = bits.match(/.{5}/g) ?? [];
  return `c-${digits
    .map((digit) => BASE_32[Number.parseInt(digit, 2)])
    .slice(0, 26)
    .join("")}`;
}
