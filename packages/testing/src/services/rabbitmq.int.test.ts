import { connect } from "amqplib";
import { startRabbitmq } from "./rabbitmq.js";
import { startedServiceSuite } from "./started-service.suite.js";

const QUEUE = "states";

async function openConnection(url: string) {
  const connection = await connect(url);
  connection.on("error", () => {}); // the test fails by what it awaits
  return connection;
}

startedServiceSuite("rabbitmq", {
  start: () => startRabbitmq(),
  write: async (url) => {
    const connection = await openConnection(url);
    const channel = await connection.createConfirmChannel();
    // Classic: RabbitMQ 3.10 loses a quorum queue, not only its messages, when it is killed within a
    // second or two of the declaration, as Ra writes its directory of queues to disk that late.
    await channel.assertQueue(QUEUE, { durable: true, arguments: { "x-queue-type": "classic" } });
    channel.sendToQueue(QUEUE, Buffer.from("kept"), { persistent: true });
    await channel.waitForConfirms();
    await connection.close();
  },
  read: async (url) => {
    const connection = await openConnection(url);
    const channel = await connection.createChannel();
    const message = await channel.get(QUEUE, { noAck: true });
    await connection.close();
    return message === false ? null : message.content.toString();
  },
});
