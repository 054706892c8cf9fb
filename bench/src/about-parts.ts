/** The text above each table of the results. */
export const ABOUT_MARKS = `\
The targets of this pipeline on four cores, and what this run reached. For those that were missed, the profile below shows where a
backend spends its time.`;

export const ABOUT_THROUGHPUT = `\
Medians of the rounds. In each round all rows run in turn, each after a warm-up. The consumers are stopped until all entries wait in their queue, and again
for the exits. The rows of Boomgate have all guarantees: persistent messages, appendfsync always, ack after the stay is committed in
PostgreSQL. The ceiling only parses and acks. "One message at a time" sets, gets and deletes a key, posts each stay alone, and has none of
the guarantees. CPU seconds are for 100,000 events: of the consumers, of each service, and their sum.`;

export const ABOUT_LATENCY = `\
Milliseconds, over all rounds: entries at a steady rate, then their exits at the same rate. "Delivery to ack" begins when the AMQP library
delivers the message. "Publish to ack" includes the wait in the queue, where a consumer with a small prefetch waits most. A slow row gets
fewer events, and none at 2000 events/s, which would only measure its backlog. BullMQ records the time of publishing in whole ms. The empty
handler acks at once and is the lower bound.`;

export const ABOUT_STEPS = `\
Mean milliseconds of each call for an exit at a backend; one call serves many exits. The calls run one after the other, and the commit is part of the POST.`;

export const ABOUT_GROWTH = `\
One backend. Half of the events are entries, and all of their plates are inside before the first exit. Events are published while they
are consumed, so the rate is that of both. Redis keeps a closed stay as long as a late event may change it.`;

export const ABOUT_PROFILE = `\
One backend at full load, entries and then matching exits, sampled each millisecond. Time in Node counts for the part that called Node.`;
