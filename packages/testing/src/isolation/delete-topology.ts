import { connect } from "amqplib";

interface Names {
  readonly exchanges: readonly { readonly name: string }[];
  readonly queues: readonly { readonly name: string }[];
  readonly streams?: readonly { readonly name: string }[];
}

/** Deletes what a test declared; what does not exist is no problem. */
export async function deleteTopology(
  amqpUrl: string,
  { exchanges, queues, streams = [] }: Names,
): Promise<void> {
  const connection = await connect(amqpUrl);
  try {
    const channel = await connection.createChannel();
    for (const { name } of [...queues, ...streams]) await channel.deleteQueue(name);
    for (const { name } of exchanges) await channel.deleteExchange(name);
  } finally {
    await connection.close();
  }
}
