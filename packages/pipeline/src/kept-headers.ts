import { HEADERS, PASSED_ON } from "@boomgate/contracts";
import { senderTextOf } from "@boomgate/platform/messaging";
import { writeTraceparent } from "@boomgate/platform/tracing";
import type { Message } from "./handler.js";
import { replayCountOf, sentAtMs } from "./message-age.js";

/** W3C Trace Context asks everybody to pass on a `tracestate` of this length. */
const MAX_TRACESTATE_CHARACTERS = 512;
/** `senderTextOf` writes less; anybody who may publish to the return exchange can send more. */
const MAX_SENDER_BYTES = 8_192;

/**
 * The headers of a message for its copy in another queue. Only those named here: others steer the broker
 * (`CC`, `BCC`, `x-death`, `x-delay`) or are too large for a copy. What else the sender set goes into one
 * bounded text.
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
    // The one the message came with; where it had none, the trace that the log lines name.
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
