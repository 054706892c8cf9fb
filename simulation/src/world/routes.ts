import {
  outcomesExchangeOf,
  pipelineTopology,
  type QueueNames,
  unacceptedExchangeOf,
  unacceptedStreamOf,
} from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";

export const names: QueueNames = { entryQueue: "entries", exitQueue: "exits", prefix: "" };
const { bindings } = pipelineTopology(names, "classic");
const unaccepted = [unacceptedExchangeOf(names), unacceptedStreamOf(names)];

/** Whether a message goes to the stream of events that were parked without being accepted. */
export const isUnaccepted = ({ exchange }: OutgoingMessage): boolean =>
  unaccepted.includes(exchange);

/** Whether a message leads to the ledger. */
export const isOutcome = ({ exchange }: OutgoingMessage): boolean =>
  exchange === outcomesExchangeOf(names);

/** @returns the queue of a message; undefined when it goes to streams or to the ledger only */
export const routeOf = ({ exchange, routingKey }: OutgoingMessage): string | undefined => {
  if ([unacceptedStreamOf(names), outcomesExchangeOf(names)].includes(exchange)) return undefined;
  if (exchange === "") return routingKey;
  const bound = bindings.find(
    (binding) =>
      binding.exchange === exchange && (binding.key === "" || binding.key === routingKey),
  );
  if (!bound) throw new Error(`nothing is bound to ${exchange} for ${routingKey}`);
  return bound.queue;
};
