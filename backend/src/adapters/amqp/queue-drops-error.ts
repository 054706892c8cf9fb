import type { DroppingQueue } from "@boomgate/platform/messaging";

/**
 * A queue that another program declared drops messages after some deliveries: a backend that ends a few times
 * with unacked events would lose them.
 */
export class QueueDropsError extends Error {
  readonly code = "QUEUE_DROPS";

  constructor(queues: readonly DroppingQueue[]) {
    const each = queues.map(({ name, afterDeliveries: count }) => `${name} (${count})`);
    super(
      `the broker drops messages for good after some deliveries, as these queues were declared without our x-delivery-limit: ${each.join(", ")}. ` +
        "Delete them once they are empty, and a backend declares them again; or set a policy with delivery-limit and dead-letter-exchange for them, and DELIVERY_LIMIT_BY_POLICY=true",
    );
    this.name = "QueueDropsError";
  }
}
