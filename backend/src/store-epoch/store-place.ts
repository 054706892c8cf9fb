import { DOCUMENT_PREFIX } from "@boomgate/contracts";
import { placeOf } from "./epoch-value.js";

/** Where plate histories live; two stores of one installation differ in it. */
export interface StorePlace {
  readonly keyPrefix: string;
  /** For error messages, and written beside each epoch: "database 1 of Redis at redis:6379, keys plate:*". */
  readonly name: string;
}

export function storePlaceOf(settings: {
  readonly REDIS_URL: string;
  readonly STORE_DATABASE: number;
  readonly STORE_KEY_PREFIX: string | undefined;
}): StorePlace {
  const { hostname, port } = new URL(settings.REDIS_URL);
  const keyPrefix = settings.STORE_KEY_PREFIX ?? "";
  const address = `${hostname}:${port || "6379"}`;
  const database = `database ${settings.STORE_DATABASE} of Redis at ${address}`;
  return { keyPrefix, name: `${database}, keys ${keyPrefix}${DOCUMENT_PREFIX}*` };
}

/** @returns the place of the epoch's store, when it is known and not this place */
export function elsewhereOf(epoch: string | undefined, { name }: StorePlace): string | undefined {
  const place = epoch === undefined ? undefined : placeOf(epoch);
  return place === name ? undefined : place;
}
