import rascal from "rascal";
import { createHandler } from "./handler.js";
import { printProgress } from "./print-progress.js";

// Rascal as in its README: queues and subscriptions are configuration, each message is acked by
// ackOrNack. Prefetch is its default (10).

const { AMQP_URL, ENTRY_QUEUE, EXIT_QUEUE } = process.env;
const handler = await createHandler(process.env);
const count = printProgress();

const existing = { assert: false, check: true };
const broker = await rascal.BrokerAsPromised.create(
  rascal.withDefaultConfig({
    vhosts: {
      "/": {
        connection: { url: AMQP_URL },
        queues: { [ENTRY_QUEUE]: existing, [EXIT_QUEUE]: existing },
        subscriptions: { entries: { queue: ENTRY_QUEUE }, exits: { queue: EXIT_QUEUE } },
      },
    },
  }),
);
broker.on("error", fail);

await subscribe("entries", (event) => handler.entry(event));
await subscribe("exits", (event) => handler.exit(event));

async function subscribe(name, handle) {
  const subscription = await broker.subscribe(name);
  subscription.on("error", fail);
  subscription.on("message", async (_message, content, ackOrNack) => {
    try {
      await handle(content);
      ackOrNack();
      count();
    } catch (error) {
      ackOrNack(error);
    }
  });
}

function fail(error) {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}
