import { createHash } from "node:crypto";
import type { ReadRow } from "./merge-outcomes.js";

/** Hashed first, so that another rule for ids never gives an id of this one. */
const VERSION = "erased read 1";

/** Names a read whose plate was erased. No plate is in it: each part is hashed behind its length. */
export const erasedReadIdOf = ({
  lotId,
  kind,
  eventId,
  atMs,
}: Pick<ReadRow, "lotId" | "kind" | "eventId" | "atMs">): string =>
  createHash("sha256")
    .update(
      [VERSION, lotId, kind, eventId, String(atMs)]
        .map((part) => `${Buffer.byteLength(part)}:${part}`)
        .join(""),
    )
    .digest("base64url");
