import { createHmac } from "node:crypto";
import {
  base32Of,
  type EntryEvent,
  type ExitEvent,
  lengthPrefixed,
  passedAt,
} from "@boomgate/contracts";
import type { Sender } from "./sender.js";

/** Hashed first, so that another rule for ids never gives an id of this one. */
const VERSION = "1";
const ID_CHARACTERS = 26;

/** Makes the id of an event that came without one. */
export type DerivedIds = (event: EntryEvent | ExitEvent, sender: Sender) => string;

/**
 * The same event of the same account gets the same id, so that sending it again is a copy, alone or in another array.
 * @param key - the same on all replicas
 * @returns makes "h-" and 26 characters (130 bits of HMAC-SHA-256 in base 32)
 */
export function createDerivedIds(key: string): DerivedIds {
  return (event, { account, idempotencyKey }) => {
    const { kind, plate, lotId, gateId = "" } = event;
    const at = passedAt(event);
    const parts = [VERSION, account, kind, plate, String(at.getTime()), lotId, gateId];
    if (idempotencyKey !== undefined) parts.push(idempotencyKey);
    const digest = createHmac("sha256", key).update(lengthPrefixed(parts)).digest();
    return `h-${base32Of(digest, ID_CHARACTERS)}`;
  };
}
