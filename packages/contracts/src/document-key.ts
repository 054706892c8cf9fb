/**
 * The one document in which the reads of a plate in a lot are kept. Plates that share a key are folded
 * together, so every store builds the key of a document with this function.
 * @param lotId - trimmed and NFC
 * @param plate - as it is compared: letters, digits and marks, so that the first colon ends it
 * @returns "AB123CD:main"
 */
export const documentKey = (lotId: string, plate: string): string => `${plate}:${lotId}`;

/** Begins the key of every document in Redis, behind the prefix of the installation. */
export const DOCUMENT_PREFIX = "plate:";

/** The lot of a document. @param key - of `documentKey` */
export const lotOfDocument = (key: string): string => key.slice(key.indexOf(":") + 1);
