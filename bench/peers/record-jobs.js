import { writeFileSync } from "node:fs";

const nowMs = () => performance.timeOrigin + performance.now();

/**
 * Writes to BENCH_PROBE_FILE when each job began and was done, as amqp-probe.ts does for AMQP messages.
 */
export function recordJobs({ BENCH_PROBE_FILE: file }, worker, queue) {
  if (file === undefined) return;
  const begun = new Map();
  worker.on("active", ({ id }) => begun.set(id, nowMs()));
  worker.on("completed", ({ id, timestamp }) => {
    samples.push({ queue, publishedMs: timestamp, startedMs: begun.get(id), doneMs: nowMs() });
    begun.delete(id);
  });
  if (isFirst) process.on("exit", () => writeFileSync(file, JSON.stringify(samples)));
  isFirst = false;
}

const samples = [];
let isFirst = true;
