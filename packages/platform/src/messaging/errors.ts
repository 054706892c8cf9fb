/** No queue is bound for the message; the broker would have dropped it. */
export class UnroutableError extends Error {
  constructor(
    readonly exchange: string,
    readonly routingKey: string,
  ) {
    super(`no queue is bound for key "${routingKey}" of exchange "${exchange}"`);
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
