import { DOCUMENT_PREFIX, documentKey } from "@boomgate/contracts";
import type { PlateKey } from "../../domain/plate-history.js";

/** The key of a history in Redis. @param keyPrefix - of the installation */
export const documentKeyOf = (keyPrefix: string, { lotId, plate }: PlateKey): string =>
  `${keyPrefix}${DOCUMENT_PREFIX}${documentKey(lotId, plate)}`;

/** @param key - of `documentKeyOf` @returns what `documentKey` gave */
export const withoutPrefix = (keyPrefix: string, key: string): string =>
  key.slice(keyPrefix.length + DOCUMENT_PREFIX.length);

/** The pattern of the keys of all documents, for SCAN. */
export const documentPattern = (keyPrefix: string): string =>
  `${escapeForScan(keyPrefix)}${DOCUMENT_PREFIX}*`;

/** The pattern of the keys of documents from before documents had a format number. */
export const oldDocumentPattern = (keyPrefix: string): string =>
  `${escapeForScan(keyPrefix)}history:*`;

const escapeForScan = (text: string): string => text.replace(/[\\*?[\]]/g, "\\$&");
