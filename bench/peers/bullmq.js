import { Worker } from "bullmq";
import { connectionOf, queueNameOf } from "./bullmq-queues.js";
import { createHandler } from "./handler.js";
import { recordJobs } from "./record-jobs.js";
import { printProgress } from "./print-progress.js";

// BullMQ as in its documentation: a worker for each queue, concurrency 50, finished jobs removed.

const handler = await createHandler(process.env);
const count = printProgress();

function work(queue, handle) {
  const worker = new Worker(queueNameOf(queue), (job) => handle(job.data), {
    connection: connectionOf(process.env),
    prefix: process.env.STORE_KEY_PREFIX,
    concurrency: 50,
    removeOnComplete: { count: 1_000 },
  });
  recordJobs(process.env, worker, queue);
  worker.on("completed", count);
  worker.on("failed", (_job, error) => process.stderr.write(`${error.stack}\n`));
}

work(process.env.ENTRY_QUEUE, (event) => handler.entry(event));
work(process.env.EXIT_QUEUE, (event) => handler.exit(event));
