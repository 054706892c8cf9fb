import { Queue } from "bullmq";

const JOBS_PER_CALL = 1_000;

/** BullMQ keeps its queues in Redis, in the database that is emptied after the row. */
export const connectionOf = ({ REDIS_URL }) => ({
  url: `${REDIS_URL}/1`,
  maxRetriesPerRequest: null,
});

/** Names of BullMQ's queues must not contain colons. */
export const queueNameOf = (queue) => queue.replaceAll(":", "-");

/** Publishes to BullMQ the events that other rows get from RabbitMQ. */
export function openPublisher(env) {
  const queues = new Map();
  const queueOf = (name) => {
    const queue =
      queues.get(name) ??
      new Queue(queueNameOf(name), { connection: connectionOf(env), prefix: env.STORE_KEY_PREFIX });
    queues.set(name, queue);
    return queue;
  };
  return {
    async publishAll(name, events) {
      for (let first = 0; first < events.length; first += JOBS_PER_CALL) {
        const jobs = events.slice(first, first + JOBS_PER_CALL);
        await queueOf(name).addBulk(jobs.map((data) => ({ name: "event", data })));
      }
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}
