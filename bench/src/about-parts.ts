/** What stands above each table of the results. */
export const ABOUT_MARKS = `\
What this pipeline was to reach, each in one run on four cores, and what it reached in this one. Where it did not, the profile below
shows what a backend does meanwhile.`;

export const ABOUT_THROUGHPUT = `\
Medians of the rounds; rows take turns in each round, and each is warmed up first. Entries wait in their queue until the consumers are let
go, then the exits. All guarantees are on in the rows of Boomgate: persistent messages, appendfsync always, ack after the stay is committed
in PostgreSQL. The ceiling parses and acks, and does nothing else. "One message at a time" sets, gets and deletes a key, posts each stay by
itself, and has none of the guarantees. CPU is for 100,000 events, of the consumers and of each service.`;

export const ABOUT_LATENCY = `\
In ms, all rounds together; entries at a steady rate, then their exits at the same rate, or as fast as the broker takes them (saturated).
"Delivery to ack" begins when the AMQP library hands the message over, "publish to ack" has the wait in the queue as well: a consumer that
takes few messages at a time hides its waits there. A slow row gets fewer events, and none at 2000 events/s, where it would be saturated. When
BullMQ's jobs were published is known in whole ms. The empty handler acks at once: nothing can be faster.`;

export const ABOUT_STEPS = `\
What an exit waits for at a backend, mean ms of each call, many exits in each: when its load begins, it has waited for the calls before it,
too, and so it has when it is posted and when it is committed.`;

export const ABOUT_GROWTH = `\
One backend; half of the events are entries, and all of their plates are inside before the first exit. Events are published while they
are consumed, so the rate is one of both. Redis keeps a closed stay as long as a late event may change it.`;

export const ABOUT_PROFILE = `\
One backend at full load, entries and then matching exits, looked at every millisecond. What Node does for a part counts as that part's.`;
