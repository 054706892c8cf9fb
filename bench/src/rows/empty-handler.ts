import { connect } from "amqplib";

// The lower bound of latency: an ack at once. Prints the number of processed events.

const env = process.env as Readonly<Record<string, string>>;
const connection = await connect(env["AMQP_URL"] ?? "", { noDelay: true });
let done = 0;

for (const queue of [env["ENTRY_QUEUE"] ?? "", env["EXIT_QUEUE"] ?? ""]) {
  const channel = await connection.createChannel();
  await channel.prefetch(500);
  await channel.consume(queue, (message) => {
    if (message === null) return;
    channel.ack(message);
    done += 1;
  });
}
setInterval(() => process.stdout.write(`${done}\n`), 20);
process.on("SIGTERM", () => process.exit(0));
