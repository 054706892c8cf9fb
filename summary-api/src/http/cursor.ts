import { isPrintable } from "@boomgate/contracts";
import type { StayCursor } from "../store/stays/summary-store.js";

/** A stay ends in the years 2000 to 2099, and the year it counts in may begin before, by the lots' clock. */
const YEAR = /^(?:1999|20\d\d)-/;

/** Opaque to the client: the place of the last stay it has seen. */
export const formatCursor = ({ exitedAt, stayId }: StayCursor): string =>
  Buffer.from(JSON.stringify([exitedAt.toISOString(), stayId])).toString("base64url");

/** @returns `undefined` for what no page of ours has given out */
export function parseCursor(text: string): StayCursor | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (!Array.isArray(place) || place.length !== 2) return undefined;
    const [exit, stayId] = place as unknown[];
    if (typeof exit !== "string" || typeof stayId !== "string") return undefined;
    if (!isPrintable(stayId) || !YEAR.test(exit)) return undefined;
    const exitedAt = new Date(exit);
    return exitedAt.toISOString() === exit ? { exitedAt, stayId } : undefined;
  } catch {
    return undefined;
  }
}
