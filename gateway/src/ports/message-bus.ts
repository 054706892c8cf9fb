/** A message of a bus such as MQTT. */
export interface BusMessage {
  /** "frigate/events" */
  readonly topic: string;
  readonly body: Uint8Array;
}

/** Gives the messages of topics, one after the other. */
export interface MessageBus {
  /**
   * @param take - resolves with false when the message has to be given again; a message is acknowledged after `true`
   * @returns how to stop; what was not acknowledged by then is given again after the next start
   */
  subscribe(
    topics: readonly string[],
    take: (message: BusMessage) => Promise<boolean>,
  ): () => Promise<void>;
}
