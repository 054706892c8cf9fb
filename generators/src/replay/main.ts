import { open } from "node:fs/promises";
import { eventExchangesOf, pipelineTopology, queueNamesOf } from "@boomgate/contracts";
import { openCommandBroker } from "@boomgate/platform/cli";
import { systemClock } from "@boomgate/platform/clock";
import { brokerSettings } from "@boomgate/platform/config";
import { causeText } from "@boomgate/platform/errors";
import { readConfigOrExit } from "@boomgate/platform/lifecycle";
import { floorSettings, readFloor } from "../floor/read-floor.js";
import { eventPublisherOver } from "../publishing/event-publisher-over.js";
import { publishingSettings } from "../settings.js";
import { parseOptions } from "./options.js";
import { showProgress } from "./progress.js";
import { readRecording } from "./recording/read-recording.js";
import { linesOf, replay, StoppedError } from "./replay.js";
import { resultOf } from "./result.js";

const options = parseOptions(process.argv.slice(2));
const config = readConfigOrExit(
  { ...brokerSettings, ...floorSettings, ...publishingSettings },
  process.env,
);

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const file = options.file === "-" ? undefined : await open(options.file).catch(exitUnreadable);
const facts = await file?.stat();
if (facts?.isDirectory()) exitUnreadable({ code: "EISDIR" });
const size = facts?.size;
const input = file?.createReadStream() ?? process.stdin;
const shareRead = () => ("bytesRead" in input && size ? input.bytesRead / size : undefined);

const names = queueNamesOf(config);
const counts = { events: 0, published: 0, badLines: 0, late: 0, lastLine: 0 };
const progress = showProgress(process.stderr, counts, shareRead);
const say = (line: string): void => progress.say(line);
const floor = options.onLate === "publish" ? undefined : await readFloor(config, systemClock, say);
const broker = options.dryRun
  ? undefined
  : await openCommandBroker({
      url: config.AMQP_URL,
      topology: pipelineTopology(names, config.QUEUE_TYPE),
      clientName: "replay",
      say,
      signal: stopping.signal,
    }).catch(exitWithoutBroker);

const said = new Set<string>();
const sayOnce = (fields: object): void => {
  const why = causeText((fields as { readonly err?: unknown }).err);
  const line = `a publish failed and is tried again: ${why}`;
  if (!said.has(line)) progress.say(line);
  said.add(line);
};
let isWhole = true;
try {
  await replay(readRecording(input as AsyncIterable<Buffer>), options, {
    publisher: broker && eventPublisherOver(broker, config),
    exchanges: eventExchangesOf(names),
    floor,
    clock: systemClock,
    counts,
    log: { warn: sayOnce, error: sayOnce },
    onSkipped: (record) => progress.say(`${linesOf(record)} skipped: ${record.problem}`),
    signal: stopping.signal,
  });
} catch (error) {
  isWhole = false;
  progress.say(
    error instanceof StoppedError
      ? error.message
      : `stopped after line ${counts.lastLine}: ${causeText(error)}`,
  );
} finally {
  input.destroy();
  await broker?.close();
  progress.stop();
}
if (stopping.signal.aborted) process.stderr.write(`stopped after line ${counts.lastLine}\n`);
const { line, isComplete } = resultOf(counts, options.dryRun);
process.stdout.write(`${line}\n`);
if (!isComplete || !isWhole || stopping.signal.aborted) process.exitCode = 1;

function exitWithoutBroker(error: unknown): never {
  progress.say(stopping.signal.aborted ? "stopped" : causeText(error));
  process.exit(1);
}

function exitUnreadable(error: { readonly code?: string }): never {
  process.stderr.write(`${options.file} cannot be read (${error.code})\n`);
  process.exit(1);
}
