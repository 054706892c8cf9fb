import { documentKey } from "@boomgate/contracts";
import type { PlateKey } from "../domain/plate-history.js";

// All keys of the histories in Redis, behind the prefix of the installation.

const DOCUMENT = "plate:";

export const documentKeyOf = (keyPrefix: string, { lotId, plate }: PlateKey): string =>
  `${keyPrefix}${DOCUMENT}${documentKey(lotId, plate)}`;

/** What `documentKey` gave. @param key - of `documentKeyOf` */
export const withoutPrefix = (keyPrefix: string, key: string): string =>
  key.slice(keyPrefix.length + DOCUMENT.length);

/** What the keys of all documents match, for SCAN. */
export const documentPattern = (keyPrefix: string): string =>
  `${escapeForScan(keyPrefix)}${DOCUMENT}*`;

/** For a person: "plate:*". */
export const documentKeysName = (keyPrefix: string): string => `${keyPrefix}${DOCUMENT}*`;

/** What the keys of documents matched before documents had a format number. */
export const oldDocumentPattern = (keyPrefix: string): string =>
  `${escapeForScan(keyPrefix)}history:*`;

const escapeForScan = (text: string): string => text.replace(/[\\*?[\]]/g, "\\$&");
