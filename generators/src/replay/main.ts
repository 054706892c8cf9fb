import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { eventsExchangeOf, pipelineTopology, queueNamesOf } from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import { brokerSettings } from "@boomgate/platform/config";
import { readConfigOrExit } from "@boomgate/platform/lifecycle";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import { parseOptions } from "./options.js";
import { showProgress } from "./progress.js";
import { readEvents } from "./read-events.js";
import { replay } from "./replay.js";

const options = parseOptions(process.argv.slice(2));
const config = readConfigOrExit(brokerSettings, process.env);

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const size =
  options.file === "-" ? undefined : (await stat(options.file).catch(exitUnreadable)).size;
const input = options.file === "-" ? process.stdin : createReadStream(options.file);
const shareRead = () => ("bytesRead" in input && size ? input.bytesRead / size : undefined);

const names = queueNamesOf(config);
const counts = { published: 0, badLines: 0, lastLine: 0 };
const progress = showProgress(process.stderr, counts, shareRead);
const log = {
  warn: (_fields: object, message: string) => progress.say(message),
  info: () => undefined,
};
const broker = options.dryRun
  ? undefined
  : await openAmqpBroker({
      url: config.AMQP_URL,
      topology: pipelineTopology(names, config.QUEUE_TYPE),
      clientName: "replay",
      log,
      signal: stopping.signal,
    }).catch(() => process.exit(1));

try {
  await replay(readEvents(createInterface({ input })), options, {
    publisher: broker,
    exchange: eventsExchangeOf(names),
    clock: systemClock,
    counts,
    onBadLine: ({ number, problem }) => progress.say(`line ${number} skipped: ${problem}`),
    signal: stopping.signal,
  });
} catch (error) {
  progress.say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  progress.stop();
  input.destroy();
  await broker?.close();
}
const verb = options.dryRun ? "could be published" : "published";
process.stdout.write(`${counts.published} events ${verb}, ${counts.badLines} bad lines\n`);
if (stopping.signal.aborted) process.exitCode = 1;

function exitUnreadable(error: NodeJS.ErrnoException): never {
  process.stderr.write(`${options.file} cannot be read (${error.code})\n`);
  process.exit(1);
}
