/** No queue is bound for the message; the broker would have dropped it. */
export class UnroutableError extends Error {
  constructor(
    readonly exchange: string,
    readonly routingKey: string,
  ) {
    super(
      exchange === ""
        ? `there is no queue "${routingKey}"`
        : `no queue is bound for key "${routingKey}" of exchange "${exchange}"`,
    );
    this.name = "UnroutableError";
  }
}

/** The broker refused the message, or its confirm was lost: it may or may not have arrived. */
export class PublishNotConfirmedError extends Error {
  constructor(options?: ErrorOptions) {
    super("the broker did not confirm the message", options);
    this.name = "PublishNotConfirmedError";
  }
}

/** Asked for a queue that nobody declared. */
export class QueueMissingError extends Error {
  readonly code = "QUEUE_MISSING";

  constructor(
    readonly queue: string,
    options?: ErrorOptions,
  ) {
    super(`the broker has no queue ${queue}`, options);
    this.name = "QueueMissingError";
  }
}
