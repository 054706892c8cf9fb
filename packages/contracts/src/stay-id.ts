import { hash } from "node:crypto";
import { base32Of } from "./base-32.js";
import { lengthPrefixed } from "./length-prefixed.js";

/** Hashed first, so that another rule for ids never gives the id of this one. */
const VERSION = "1";
const ID_CHARACTERS = 26;

/** What a stay belongs to: one read of one exit camera. None of it ever changes. */
export interface StayExit {
  readonly lotId: string;
  /** Id of the exit event, as its camera gave it. */
  readonly exitEventId: string;
  readonly exitedAt: Date;
}

/**
 * Names the stay of an exit. Each part is hashed behind its length, so that no two exits give the same
 * text. No plate is in it: a hash of a plate would have to be keyed, and to go when the plate is erased.
 * @returns "s-" and 26 characters (130 bits of SHA-256 in base 32): "s-mfrggzdfmztwq2lknnwg23tpob"
 */
export function stayIdOf({ lotId, exitEventId, exitedAt }: StayExit): string {
  const parts = [VERSION, lotId, exitEventId, String(exitedAt.getTime())];
  const text = lengthPrefixed(parts);
  // As hexadecimal text it costs a quarter of what an object for the hash or its bytes would.
  return `s-${base32Of(Buffer.from(hash("sha256", text, "hex"), "hex"), ID_CHARACTERS)}`;
}
