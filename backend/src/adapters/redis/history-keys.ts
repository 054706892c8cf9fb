import { DOCUMENT_PREFIX, documentKey } from "@boomgate/contracts";
import type { PlateKey } from "../../domain/plate-history.js";

// All keys of the histories in Redis, behind the prefix of the installation.

export const documentKeyOf = (keyPrefix: string, { lotId, plate }: PlateKey): string =>
  `${keyPrefix}${DOCUMENT_PREFIX}${documentKey(lotId, plate)}`;

/** What `documentKey` gave. @param key - of `documentKeyOf` */
export const withoutPrefix = (keyPrefix: string, key: string): string =>
  key.slice(keyPrefix.length + DOCUMENT_PREFIX.length);

/** What the keys of all documents match, for SCAN. */
export const documentPattern = (keyPrefix: string): string =>
  `${escapeForScan(keyPrefix)}${DOCUMENT_PREFIX}*`;

/** What the keys of documents matched before documents had a format number. */
export const oldDocumentPattern = (keyPrefix: string): string =>
  `${escapeForScan(keyPrefix)}history:*`;

const escapeForScan = (text: string): string => text.replace(/[\\*?[\]]/g, "\\$&");
