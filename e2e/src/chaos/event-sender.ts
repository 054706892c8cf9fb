import type { TrafficEvent } from "./traffic.js";

/** Brings the events of a run to the broker. */
export interface EventSender {
  /**
   * Resolves when the broker has confirmed the event.
   * @throws when that is not known; the event is then sent again
   */
  send(event: TrafficEvent): Promise<void>;
  close(): Promise<void>;
}
