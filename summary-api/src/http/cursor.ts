import { parseInstant } from "@boomgate/contracts";
import type { StayCursor } from "../store/summary-store.js";

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
    const ms = parseInstant(exit);
    return ms === undefined ? undefined : { exitedAt: new Date(ms), stayId };
  } catch {
    return undefined;
  }
}
