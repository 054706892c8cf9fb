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

/** Too many messages wait to be sent: this one was not sent, and may be published again later. */
export class PublisherFullError extends Error {
  readonly code = "PUBLISHER_FULL";

  constructor(readonly waiting: number) {
    super(`${waiting} messages wait for the broker already, no more are taken`);
    this.name = "PublisherFullError";
  }
}

/** This user may not publish the message; publishing it again would be refused again. */
export class PublishRefusedError extends Error {
  readonly code = "PUBLISH_REFUSED";

  constructor(
    readonly exchange: string,
    readonly routingKey: string,
    /** The broker's own words: "ACCESS_REFUSED - write access to exchange ... refused for user ...". */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    const where = exchange === "" ? `queue "${routingKey}"` : `exchange "${exchange}"`;
    super(`the broker takes no message for ${where} from this user: ${reason}`, options);
    this.name = "PublishRefusedError";
  }
}

/** The queue does not exist. */
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
