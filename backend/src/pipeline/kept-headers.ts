import { HEADERS, PASSED_ON } from "@boomgate/contracts";
import { senderTextOf } from "@boomgate/platform/messaging";
import { writeTraceparent } from "@boomgate/platform/tracing";
import type { Message } from "./handler.js";
import { replayCountOf, sentAtMs } from "./message-age.js";

/** As long as a vendor's list may be that everybody has to pass on. */
const MAX_TRACESTATE_CHARACTERS = 512;
/** No text of ours about a sender is longer; anybody who may publish to the way back can send one that is. */
const MAX_SENDER_BYTES = 8_192;

/**
 * The headers of a message for its copy in another queue. Only those named here: others steer the broker
 * (`CC`, `BCC`, `x-death`, `x-delay`), or are too large for a copy, and what the sender wrote into
 * ours is not ours.
 */
export function keptHeaders({ delivery, trace, way }: Message): Record<string, unknown> {
  const { headers } = delivery;
  const replayCount = replayCountOf({ delivery, way });
  const sent = sentAtMs(delivery);
  const known = way === "returned" ? textOf(headers[HEADERS.sender]) : undefined;
  const isOurs = way === "returned" && Buffer.byteLength(known ?? "") <= MAX_SENDER_BYTES;
  const sender = isOurs ? known : senderTextOf(delivery, PASSED_ON);
  const state = textOf(headers[HEADERS.tracestate]);
  return {
    // The one it came with, or, where it named none, that of which its log lines speak.
    [HEADERS.traceparent]:
      trace.parentSpanId === undefined ? writeTraceparent(trace) : headers[HEADERS.traceparent],
    ...(state !== undefined && state.length <= MAX_TRACESTATE_CHARACTERS
      ? { [HEADERS.tracestate]: state }
      : {}),
    ...(sent === undefined ? {} : { [HEADERS.publishedAt]: sent }),
    ...(replayCount === undefined ? {} : { [HEADERS.replayCount]: replayCount }),
    ...(sender === undefined ? {} : { [HEADERS.sender]: sender }),
  };
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
