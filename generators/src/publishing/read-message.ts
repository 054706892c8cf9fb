import { encodeEvent, eventMessage, type EventExchanges } from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";
import type { CameraRead } from "../noise/camera-read.js";
import { malformed } from "../noise/malformed.js";

/** "entry-3f9a1c2b7d10-42-1": the first read of visit 42 at its entry. */
export const eventIdOf = ({ kind, visit, nth }: CameraRead, runId: string): string =>
  `${kind}-${runId}-${visit}-${nth}`;

/** The message of a read. A copy has the same body, and other headers. */
export function readMessage(
  read: CameraRead,
  runId: string,
  exchanges: EventExchanges,
  nowMs: number,
): OutgoingMessage {
  const { kind, plate, lotId, gateId, confidence } = read;
  const common = { id: eventIdOf(read, runId), plate, lotId, gateId, confidence };
  const at = new Date(read.stampMs);
  const event =
    kind === "entry" ? { kind, ...common, enteredAt: at } : { kind, ...common, exitedAt: at };
  const body = bodyOf(read, encodeEvent(event));
  return eventMessage(event, body, { exchanges, appId: `${kind}-generator`, nowMs });
}

function bodyOf({ candidates, faults, visit }: CameraRead, body: Buffer): Buffer {
  if (faults.includes("malformed")) return malformed(body, visit);
  if (candidates.length === 0) return body;
  const wire = JSON.parse(body.toString()) as object;
  return Buffer.from(JSON.stringify({ ...wire, candidates }));
}
