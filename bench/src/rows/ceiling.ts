import { type ConsumeMessage, connect } from "amqplib";

// The least that a consumer can do: parse, and ack in multiples. Prints the number of processed events.

const ACK_EVERY = 100;
const env = process.env as Readonly<Record<string, string>>;
const connection = await connect(env["AMQP_URL"] ?? "", { noDelay: true });
let done = 0;

for (const queue of [env["ENTRY_QUEUE"] ?? "", env["EXIT_QUEUE"] ?? ""]) {
  const channel = await connection.createChannel();
  await channel.prefetch(500);
  let unacked: ConsumeMessage | undefined;
  let inHand = 0;
  const ackAll = () => {
    if (unacked) channel.ack(unacked, true);
    unacked = undefined;
    inHand = 0;
  };
  await channel.consume(queue, (message) => {
    if (message === null) return;
    JSON.parse(message.content.toString());
    unacked = message;
    inHand += 1;
    done += 1;
    if (inHand === ACK_EVERY) ackAll();
  });
  // Acks the rest, when fewer than a hundred follow.
  setInterval(ackAll, 50);
}
setInterval(() => process.stdout.write(`${done}\n`), 20);
process.on("SIGTERM", () => process.exit(0));
