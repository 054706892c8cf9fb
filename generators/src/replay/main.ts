import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { eventExchangesOf, pipelineTopology, queueNamesOf } from "@boomgate/contracts";
import { openCommandBroker } from "@boomgate/platform/cli";
import { systemClock } from "@boomgate/platform/clock";
import { brokerSettings } from "@boomgate/platform/config";
import { causeText } from "@boomgate/platform/errors";
import { readConfigOrExit } from "@boomgate/platform/lifecycle";
import { parseOptions } from "./options.js";
import { showProgress } from "./progress.js";
import { readEvents } from "./read-events.js";
import { replay } from "./replay.js";

const options = parseOptions(process.argv.slice(2));
const config = readConfigOrExit(brokerSettings, process.env);

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const file = options.file === "-" ? undefined : await open(options.file).catch(exitUnreadable);
const facts = await file?.stat();
if (facts?.isDirectory()) exitUnreadable({ code: "EISDIR" });
const size = facts?.size;
const input = file?.createReadStream() ?? process.stdin;
const shareRead = () => ("bytesRead" in input && size ? input.bytesRead / size : undefined);

const names = queueNamesOf(config);
const counts = { published: 0, badLines: 0, lastLine: 0 };
const progress = showProgress(process.stderr, counts, shareRead);
const broker = options.dryRun
  ? undefined
  : await openCommandBroker({
      url: config.AMQP_URL,
      topology: pipelineTopology(names, config.QUEUE_TYPE),
      clientName: "replay",
      say: (text) => progress.say(text),
      signal: stopping.signal,
    }).catch(exitWithoutBroker);

try {
  await replay(readEvents(createInterface({ input })), options, {
    publisher: broker,
    exchanges: eventExchangesOf(names),
    clock: systemClock,
    counts,
    onBadLine: ({ number, problem }) => progress.say(`line ${number} skipped: ${problem}`),
    signal: stopping.signal,
  });
} catch (error) {
  progress.say(causeText(error));
  process.exitCode = 1;
} finally {
  progress.stop();
  input.destroy();
  await broker?.close();
}
const verb = options.dryRun ? "could be published" : "published";
process.stdout.write(`${counts.published} events ${verb}, ${counts.badLines} bad lines\n`);
if (stopping.signal.aborted) process.exitCode = 1;

function exitWithoutBroker(error: unknown): never {
  progress.say(stopping.signal.aborted ? "stopped" : causeText(error));
  process.exit(1);
}

function exitUnreadable(error: { readonly code?: string }): never {
  process.stderr.write(`${options.file} cannot be read (${error.code})\n`);
  process.exit(1);
}
