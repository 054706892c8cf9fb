import { isPrintable } from "@boomgate/contracts";
import type { StayCursor } from "../store/stays/summary-store.js";

/** Exits lie in the years 2000 to 2099; in the time zone of the lots, the year 2000 may begin in 1999 UTC. */
const YEAR = /^(?:1999|20\d\d)-/;

/** Encodes the position of the last item of a page; opaque to the client. */
export const formatCursor = ({ exitedAt, stayId }: StayCursor): string =>
  Buffer.from(JSON.stringify([exitedAt.toISOString(), stayId])).toString("base64url");

/** An instant of a cursor, as it was written. @returns `undefined` for a time that is in no list */
export function instantOfCursor(text: string): Date | undefined {
  if (!YEAR.test(text)) return undefined;
  const instant = new Date(text);
  return isValid(instant) && instant.toISOString() === text ? instant : undefined;
}

const isValid = (instant: Date) => !Number.isNaN(instant.getTime());

/** @returns `undefined` for a text that is no cursor of this API */
export function parseCursor(text: string): StayCursor | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (!Array.isArray(place) || place.length !== 2) return undefined;
    const [exit, stayId] = place as unknown[];
    if (typeof exit !== "string" || typeof stayId !== "string") return undefined;
    const exitedAt = instantOfCursor(exit);
    return exitedAt && isPrintable(stayId) ? { exitedAt, stayId } : undefined;
  } catch {
    return undefined;
  }
}
