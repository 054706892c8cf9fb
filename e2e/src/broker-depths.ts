import { connect } from "amqplib";

/** Messages ready in each queue, in the order of `queues`. */
export async function readDepths(
  amqpUrl: string,
  queues: readonly string[],
): Promise<readonly number[]> {
  const connection = await connect(amqpUrl);
  try {
    const channel = await connection.createChannel();
    const depths: number[] = [];
    for (const queue of queues) depths.push((await channel.checkQueue(queue)).messageCount);
    return depths;
  } finally {
    await connection.close();
  }
}
