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
  // RabbitMQ 3.10 loses a queue, also a classic one, when it is killed soon after the declaration: of twenty killed at
  // once on a busy machine, five were gone. What it has confirmed of a queue that it knows is there again.
  prepare: async (url) => {
    const connection = await openConnection(url);
    const channel = await connection.createChannel();
    await channel.assertQueue(QUEUE, { durable: true, arguments: { "x-queue-type": "classic" } });
    await connection.close();
  },
  write: async (url) => {
    const connection = await openConnection(url);
    const channel = await connection.createConfirmChannel();
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
